//! The receipt that both sides keep: who saw which fields, for what, on what ground, where and when. Never a value.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::identity::dependant::Relation;
use crate::secret::{Digest, ReceiptId};
use crate::wallet::asker::{Asker, AskerId, Fixed};
use crate::wallet::field::{Field, Fields};
use crate::wallet::merkle::Hash;
use crate::wallet::presentation::Kind;
use crate::wallet::purpose::Purpose;

/// The `typ` of a signed receipt.
pub const TYP: &str = "vnreceipt+jwt";

/// A receipt, before it is signed or after its signature was checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// Its id, the `jti` of receipt and release.
    pub id: ReceiptId,
    /// Digest of the square's name: ties the receipt to one scan without naming the holder.
    pub presentation: Digest,
    /// The square's kind.
    pub kind: Kind,
    /// How who showed the square answers for the holder; none when the holder showed it.
    pub presented_by: Option<Relation>,
    /// Who saw.
    pub asker: Asker,
    /// For what.
    pub purpose: Purpose,
    /// Which fields.
    pub fields: Fields,
    /// Where, when the asker said it.
    pub place: String,
    /// When.
    pub issued_at: Timestamp,
    /// The leaf of the release's own event in the ledger.
    pub leaf: Hash,
}

impl Receipt {
    /// The claims to sign. The holder is not named: a receipt that is lost tells nobody who was checked.
    pub fn claims(&self, issuer: &str) -> Value {
        let mut asker = json!({ "kind": self.asker.who.kind(), "id": self.asker.who.id(), "name": self.asker.name });
        let mut claims = json!({
            "iss": issuer,
            "jti": self.id.as_str(),
            "iat": self.issued_at,
            "presentation": self.presentation.as_str(),
            "kind": self.kind.as_str(),
            "purpose": self.purpose.as_str(),
            "ground": self.purpose.ground(),
            "fields": self.fields.words().collect::<Vec<_>>(),
            "leaf": self.leaf.to_string(),
        });
        for (name, text) in [("unit", &self.asker.unit), ("title", &self.asker.title)] {
            if let (false, Some(asker)) = (text.is_empty(), asker.as_object_mut()) {
                asker.insert(name.to_owned(), json!(text));
            }
        }
        if let Some(claims) = claims.as_object_mut() {
            claims.insert("asker".to_owned(), asker);
            if let Some(relation) = self.presented_by {
                claims.insert("presented_by".to_owned(), json!(relation.as_str()));
            }
            if !self.place.is_empty() {
                claims.insert("place".to_owned(), json!(self.place));
            }
        }
        claims
    }

    /// Reads claims whose signature was ours.
    pub fn read(claims: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let asker = claims.get("asker")?.as_object()?;
        let of_asker = |name: &str| asker.get(name).and_then(Value::as_str);
        let words = claims.get("fields")?.as_array()?.iter();
        let fields: Option<Vec<Field>> = words.map(|word| Field::parse(word.as_str()?)).collect();
        Some(Self {
            id: ReceiptId::from_text(text("jti")?),
            presentation: Digest::from_column(text("presentation")?.to_owned()),
            kind: Kind::parse(text("kind")?)?,
            presented_by: match text("presented_by") {
                None => None,
                Some(relation) => Some(Relation::parse(relation)?),
            },
            asker: Asker {
                who: AskerId::parse(of_asker("kind")?, of_asker("id")?)?,
                name: of_asker("name")?.to_owned(),
                unit: of_asker("unit").unwrap_or_default().to_owned(),
                title: of_asker("title").unwrap_or_default().to_owned(),
                fixed: Fixed::default(),
            },
            purpose: Purpose::parse(text("purpose")?)?,
            fields: fields?.into_iter().collect(),
            place: text("place").unwrap_or_default().to_owned(),
            issued_at: Timestamp::from_unix(claims.get("iat")?.as_i64()?),
            leaf: Hash::parse(text("leaf")?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{AccountId, ClientId};

    #[test]
    fn a_receipt_is_read_back_with_and_without_what_may_be_missing() {
        let officer = Receipt {
            id: ReceiptId::new([1; 16]),
            presentation: Digest::sha256(b"jti"),
            kind: Kind::Verification,
            presented_by: Some(Relation::Guardian),
            asker: Asker {
                who: AskerId::Officer(AccountId::new([2; 16])),
                name: "Trần Thị Bình".into(),
                unit: "Công an phường Hoàn Kiếm".into(),
                title: "Cảnh sát khu vực".into(),
                fixed: Fixed::default(),
            },
            purpose: Purpose::ResidenceCheck,
            fields: Fields::parse("name permanent_residence").unwrap(),
            place: "Hồ Gươm".into(),
            issued_at: Timestamp::from_unix(1_800_000_000),
            leaf: Hash::leaf(b"event"),
        };
        let party = Receipt {
            kind: Kind::Sharing,
            presented_by: None,
            asker: Asker {
                who: AskerId::RelyingParty(ClientId::new([3; 16])),
                name: "Ngân hàng".into(),
                unit: String::new(),
                title: String::new(),
                fixed: Fixed::default(),
            },
            purpose: Purpose::Shared,
            place: String::new(),
            ..officer.clone()
        };
        for receipt in [officer, party] {
            let claims = receipt.claims("https://id.example");
            let claims = claims.as_object().unwrap();
            assert_eq!(Receipt::read(claims).as_ref(), Some(&receipt));
            assert_eq!(claims["ground"], receipt.purpose.ground());
            for name in ["jti", "presentation", "kind", "asker", "purpose", "fields", "iat", "leaf"] {
                let mut less = claims.clone();
                less.remove(name);
                assert_eq!(Receipt::read(&less), None, "{name}");
            }
        }
    }
}
