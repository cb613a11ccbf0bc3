//! The names of claims, in the words of Vietnamese papers.

use crate::identity::language::texts;

texts! {
    claim_sign_in { vi: "Thông tin đăng nhập", en: "Sign-in" }
    claim_personal_id_number { vi: "Số định danh cá nhân", en: "Personal identification number" }
    claim_name { vi: "Họ, chữ đệm và tên", en: "Full name" }
    claim_family_name { vi: "Họ", en: "Family name" }
    claim_middle_name { vi: "Chữ đệm", en: "Middle name" }
    claim_given_name { vi: "Tên", en: "Given name" }
    claim_birthdate { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    claim_gender { vi: "Giới tính", en: "Gender" }
    claim_phone_number { vi: "Số điện thoại", en: "Phone number" }
    claim_email { vi: "Thư điện tử", en: "E-mail address" }
    claim_address { vi: "Địa chỉ", en: "Address" }
    claim_permanent_residence { vi: "Nơi thường trú", en: "Permanent residence" }
    claim_temporary_residence { vi: "Nơi tạm trú", en: "Temporary residence" }
    claim_current_residence { vi: "Nơi ở hiện tại", en: "Current residence" }
    claim_household_head { vi: "Chủ hộ", en: "Head of the household" }
    claim_household_relation { vi: "Quan hệ với chủ hộ", en: "Relation to the head of the household" }
    claim_father { vi: "Cha", en: "Father" }
    claim_mother { vi: "Mẹ", en: "Mother" }
    claim_spouse { vi: "Vợ hoặc chồng", en: "Spouse" }
    claim_children { vi: "Con", en: "Children" }
    claim_card_number { vi: "Số thẻ căn cước", en: "Identity card number" }
    claim_card_issued_on { vi: "Ngày cấp thẻ", en: "Card issued on" }
    claim_card_issued_by { vi: "Nơi cấp thẻ", en: "Card issued by" }
    claim_card_valid_until { vi: "Thẻ có giá trị đến", en: "Card valid until" }
    claim_documents { vi: "Giấy tờ đã tích hợp", en: "Integrated documents" }
    claim_ethnicity { vi: "Dân tộc", en: "Ethnicity" }
    claim_religion { vi: "Tôn giáo", en: "Religion" }
    claim_blood_group { vi: "Nhóm máu", en: "Blood group" }
    claim_account_level { vi: "Mức độ tài khoản", en: "Account level" }
    claim_account_type { vi: "Loại tài khoản", en: "Account type" }
    claim_account_status_at { vi: "Thời điểm cập nhật tài khoản", en: "Account status as of" }
    claim_proofed_at { vi: "Lần kiểm tra danh tính gần nhất", en: "Identity last proofed" }
    claim_nickname { vi: "Tên thường gọi", en: "Nickname" }
    claim_preferred_username { vi: "Tên người dùng", en: "User name" }
    claim_profile { vi: "Trang cá nhân", en: "Profile page" }
    claim_picture { vi: "Ảnh", en: "Picture" }
    claim_website { vi: "Trang web", en: "Website" }
    claim_zoneinfo { vi: "Múi giờ", en: "Time zone" }
    claim_locale { vi: "Ngôn ngữ", en: "Language" }
    claim_updated_at { vi: "Thời điểm cập nhật", en: "Updated at" }
    yes { vi: "Có", en: "Yes" }
    no { vi: "Không", en: "No" }
    gender_other { vi: "Khác", en: "Other" }
}
