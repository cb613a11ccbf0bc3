//! What is said beside a case when something in it was not done: which field to mend, or why it cannot be.

use crate::flow::prove::Refusal;
use crate::identity::language::Language;
use crate::identity::officer::Bar;
use crate::identity::proofing::WordsRefusal;
use crate::identity::proofing::company::CompanyRefusal;
use crate::identity::proofing::document::OriginalRefusal;
use crate::identity::proofing::supplement::ReturnRefusal;
use crate::web::error::Failure;
use crate::web::office::case::failure;
use crate::web::office::case_shown::Wrong;
use crate::web::office::subject::kind_name;

/// What to say beside the case, or the failure that has a page of its own.
pub(super) fn wrong(refusal: Refusal, t: Language) -> Result<Wrong, Failure> {
    let at = |field, words| Ok(Wrong { field, words });
    match refusal {
        Refusal::Stale => at("case", t.office_stale()),
        Refusal::AccountChanged => at("case", t.office_account_changed()),
        Refusal::Barred(bar @ (Bar::OwnWork | Bar::OwnAccount | Bar::NotImmigration)) => at("case", bar_words(bar, t)),
        Refusal::Missing(kinds) => {
            let kinds: Vec<String> = kinds.into_iter().map(|kind| kind_name(kind, t)).collect();
            at("evidence", t.office_missing(kinds.join(", ")))
        }
        Refusal::NotANumber => at("companion", t.office_number_wrong()),
        Refusal::Company(refusal) => at("companion", company_words(refusal, t)),
        Refusal::Insufficient(_) => at("evidence", t.office_insufficient()),
        Refusal::CardNotValid => at("evidence", t.office_card_not_valid()),
        Refusal::Reason(WordsRefusal::TooShort) => at("words", t.office_words_too_short()),
        Refusal::Reason(WordsRefusal::TooLong) => at("words", t.office_words_too_long()),
        Refusal::Reason(WordsRefusal::Unprintable) => at("words", t.office_words_unprintable()),
        Refusal::NoGround => at("ground", t.office_no_ground()),
        Refusal::NoOpinion => at("words", t.office_words_too_short()),
        Refusal::NoOriginal => at("originals", t.office_no_original()),
        Refusal::NotCompared => at("compared", t.office_not_compared()),
        Refusal::TooManyOriginals => at("originals", t.office_too_many_originals()),
        Refusal::Original(refusal) => {
            let (field, words) = original_words(refusal, t);
            at(field, words)
        }
        Refusal::NotReturned(ReturnRefusal::Nothing) => at("lacks", t.office_nothing_lacking()),
        Refusal::NotReturned(ReturnRefusal::NotInOneRound(new)) => {
            let new: Vec<String> = new.into_iter().map(|lack| lack.words(t)).collect();
            at("lacks", t.office_not_in_one_round(new.join("; ")))
        }
        Refusal::NotAReference => at("reference", t.office_reference_wrong()),
        Refusal::DeclaredDiffers => at("declared", t.office_declared_differs()),
        Refusal::PhoneNotOwn => at("declared", t.office_phone_not_own()),
        Refusal::PassportExpired => at("case", t.office_passport_expired()),
        Refusal::StayEnded => at("case", t.office_stay_ended()),
        Refusal::NotEntitled => at("case", t.office_not_entitled()),
        other => Err(failure(other)),
    }
}

/// Why an officer may not decide, in words.
pub(super) fn bar_words(bar: Bar, t: Language) -> String {
    match bar {
        Bar::NotPermitted => t.office_bar_not_permitted(),
        Bar::OwnAccount => t.office_bar_own_account(),
        Bar::OwnWork => t.office_bar_own_work(),
        Bar::OtherUnit => t.office_bar_other_unit(),
        Bar::NotImmigration => t.office_bar_not_immigration(),
    }
}

/// Why somebody's company does not count or is missing, and what to do next.
fn company_words(refusal: CompanyRefusal, t: Language) -> String {
    match refusal {
        CompanyRefusal::NotNeeded => t.office_company_not_needed(),
        CompanyRefusal::NotSeen => t.office_company_not_seen(),
        CompanyRefusal::NotAnswering => t.office_company_not_answering(),
        CompanyRefusal::NoAccount => t.office_company_no_account(),
        CompanyRefusal::CardNotValid => t.office_company_card(),
        CompanyRefusal::Officer => t.office_company_officer(),
        CompanyRefusal::Missing => t.office_company_missing(),
        CompanyRefusal::Ended => t.office_company_ended(),
    }
}

fn original_words(refusal: OriginalRefusal, t: Language) -> (&'static str, String) {
    match refusal {
        OriginalRefusal::Kind => ("paper_kind", t.office_original_kind_wrong()),
        OriginalRefusal::Number => ("paper_number", t.office_original_number_wrong()),
        OriginalRefusal::IssuedOn => ("issued_on", t.office_original_issued_wrong()),
        OriginalRefusal::ExpiresOn => ("expires_on", t.office_original_expires_wrong()),
        OriginalRefusal::Expired => ("expires_on", t.office_original_expired()),
    }
}
