//! Enrolment, activation, and the choice of a password.

use crate::identity::language::texts;

texts! {
    progress(step, steps) { vi: "Bước {step}/{steps}", en: "Step {step} of {steps}" }
    cancel { vi: "Hủy", en: "Cancel" }
    personal_id_number { vi: "Số định danh cá nhân", en: "Personal identification number" }
    personal_id_number_hint { vi: "12 chữ số, in trên thẻ căn cước", en: "12 digits, printed on the identity card" }
    number_wrong { vi: "Số định danh cá nhân gồm đúng 12 chữ số.", en: "A personal identification number has exactly 12 digits." }
    gender_male { vi: "Nam", en: "Male" }
    gender_female { vi: "Nữ", en: "Female" }
    channel_sms { vi: "Tin nhắn SMS", en: "Text message (SMS)" }
    channel_email { vi: "Thư điện tử", en: "E-mail" }

    enrol_title { vi: "Đăng ký tài khoản mức độ 01", en: "Register a level-1 account" }
    enrol_lead {
        vi: "Dành cho công dân Việt Nam từ đủ 14 tuổi. Thông tin kê khai được đối chiếu tự động với Cơ sở dữ liệu quốc gia về dân cư. Việc đăng ký không mất phí.",
        en: "For Vietnamese citizens aged 14 and over. What you declare is compared automatically with the National Population Database. Registration is free."
    }
    enrol_card_text_offer { vi: "Điền nhanh từ thẻ căn cước", en: "Fill in from your identity card" }
    enrol_card_text { vi: "Nội dung mã QR hoặc ba dòng máy đọc trên thẻ", en: "Text of the card's QR code or of its three machine-readable lines" }
    enrol_card_text_hint {
        vi: "Quét mã QR in trên thẻ rồi dán nội dung vào đây, hoặc gõ ba dòng bắt đầu bằng IDVNM ở mặt sau thẻ",
        en: "Scan the QR code printed on the card and paste the text here, or type the three lines that begin with IDVNM on the back"
    }
    enrol_card_text_proves {
        vi: "Cách này chỉ giúp bạn đỡ phải gõ: nội dung in trên thẻ không chứng minh bạn là ai. Thông tin vẫn được đối chiếu như khi tự nhập.",
        en: "This only saves typing: what is printed on a card does not prove who you are. The data are compared just as if you had typed them."
    }
    enrol_card_text_fill { vi: "Điền vào biểu mẫu", en: "Fill in the form" }
    enrol_card_text_empty {
        vi: "Đề nghị quét hoặc nhập nội dung trên thẻ trước khi điền vào biểu mẫu.",
        en: "Please scan or enter the text of the card before filling in the form."
    }
    enrol_card_text_wrong {
        vi: "Không đọc được nội dung này như mã QR hoặc dòng máy đọc của thẻ căn cước. Đề nghị quét hay nhập lại, hoặc tự nhập các ô bên dưới.",
        en: "This cannot be read as the QR code or the machine-readable lines of an identity card. Please scan or enter it again, or fill in the fields below yourself."
    }
    enrol_filled {
        vi: "Đã điền từ nội dung trên thẻ. Đề nghị kiểm tra từng ô trước khi gửi hồ sơ.",
        en: "Filled in from the card. Please check every field before you send the application."
    }
    enrol_filled_plain {
        vi: "Dòng máy đọc không có dấu và có thể bị cắt bớt: đề nghị viết lại họ tên có dấu, đúng như ở mặt trước thẻ.",
        en: "The machine-readable lines have no diacritics and may cut a name short: please write the name with its diacritics, as on the front of the card."
    }
    enrol_name { vi: "Họ, chữ đệm và tên khai sinh", en: "Full name at birth" }
    enrol_name_hint {
        vi: "Có dấu, đúng như trên giấy khai sinh hoặc thẻ căn cước",
        en: "With diacritics, exactly as on the birth certificate or the identity card"
    }
    enrol_name_empty {
        vi: "Đề nghị nhập họ tên có dấu, đúng như trên giấy khai sinh hoặc thẻ căn cước.",
        en: "Please enter the full name with diacritics, exactly as on the birth certificate or the identity card."
    }
    enrol_name_long { vi: "Họ tên quá dài. Đề nghị kiểm tra lại.", en: "The name is too long. Please check it." }
    enrol_name_letters {
        vi: "Họ tên chứa ký tự không hợp lệ. Chỉ dùng chữ cái tiếng Việt, dấu nháy (') và dấu gạch nối (-).",
        en: "The name has a character that is not allowed. Use only Vietnamese letters, apostrophes (') and hyphens (-)."
    }
    enrol_name_tones {
        vi: "Một tiếng trong họ tên có hai dấu thanh. Đề nghị gõ lại tiếng đó.",
        en: "A syllable of the name has two tone marks. Please type it again."
    }
    enrol_birth { vi: "Ngày, tháng, năm sinh", en: "Date of birth" }
    enrol_birth_hint {
        vi: "Ví dụ 01/05/1990. Nếu thẻ chỉ ghi tháng, năm sinh hoặc năm sinh: 05/1990 hoặc 1990",
        en: "For example 01/05/1990. If the card shows only month and year, or only the year: 05/1990 or 1990"
    }
    enrol_birth_format {
        vi: "Đề nghị nhập ngày sinh dạng ngày/tháng/năm, ví dụ 01/05/1990.",
        en: "Please enter the date of birth as day/month/year, for example 01/05/1990."
    }
    enrol_birth_month { vi: "Tháng sinh từ 1 đến 12. Đề nghị kiểm tra lại.", en: "A month is 1 to 12. Please check it." }
    enrol_birth_day { vi: "Tháng này không có ngày đó. Đề nghị kiểm tra lại.", en: "That month has no such day. Please check it." }
    enrol_birth_year { vi: "Năm sinh không hợp lệ. Đề nghị kiểm tra lại.", en: "That year is not possible. Please check it." }
    enrol_gender { vi: "Giới tính", en: "Gender" }
    enrol_gender_hint { vi: "Như trên thẻ căn cước", en: "As on the identity card" }
    enrol_gender_wrong { vi: "Đề nghị chọn Nam hoặc Nữ.", en: "Please choose male or female." }
    enrol_phone { vi: "Số điện thoại di động", en: "Mobile phone number" }
    enrol_phone_hint { vi: "Số thuê bao chính chủ, ví dụ 0912 345 678", en: "Registered in your own name, for example 0912 345 678" }
    enrol_phone_wrong {
        vi: "Số di động gồm 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09.",
        en: "A mobile number has 10 digits and begins with 03, 05, 07, 08 or 09."
    }
    enrol_phone_old {
        vi: "Đây là số 11 chữ số dùng trước năm 2018. Đề nghị nhập số hiện nay, gồm 10 chữ số.",
        en: "This is an 11-digit number from before 2018. Please enter the present number of 10 digits."
    }
    enrol_email { vi: "Thư điện tử (nếu có)", en: "E-mail (if you have one)" }
    enrol_email_hint {
        vi: "Mã kích hoạt chỉ được gửi đến địa chỉ đã có trong Cơ sở dữ liệu quốc gia về dân cư; nếu không, mã được gửi đến số điện thoại",
        en: "The code goes to an address only if the National Population Database knows it as yours; otherwise it goes to the phone"
    }
    enrol_email_wrong { vi: "Địa chỉ thư điện tử không hợp lệ. Ví dụ ten@example.vn.", en: "That is not an e-mail address. For example name@example.vn." }
    enrol_email_needed {
        vi: "Đề nghị nhập địa chỉ thư điện tử, hoặc chọn nhận mã bằng tin nhắn SMS.",
        en: "Please enter an e-mail address, or choose to receive the code by text message."
    }
    enrol_channel { vi: "Nhận mã kích hoạt qua", en: "Receive the activation code by" }
    enrol_channel_hint { vi: "Thông báo kết quả cũng được gửi qua kênh này", en: "The notice of the result goes the same way" }
    enrol_channel_wrong { vi: "Đề nghị chọn cách nhận mã kích hoạt.", en: "Please choose how to receive the activation code." }
    enrol_notice {
        vi: "Khi gửi hồ sơ, bạn đề nghị cơ quan quản lý đối chiếu thông tin trên với Cơ sở dữ liệu quốc gia về dân cư để cấp tài khoản định danh điện tử.",
        en: "By sending this you ask the authority to compare the data above with the National Population Database in order to issue an e-ID account."
    }
    enrol_submit { vi: "Gửi hồ sơ đăng ký", en: "Send the application" }
    enrolled_title { vi: "Đã nhận hồ sơ đăng ký", en: "Your application has been received" }
    enrolled_if_match {
        vi: "Nếu thông tin kê khai trùng khớp với Cơ sở dữ liệu quốc gia về dân cư, thông báo và mã kích hoạt đã được gửi qua kênh bạn chọn.",
        en: "If the data match the National Population Database, a notice and an activation code have been sent by the channel you chose."
    }
    enrolled_next {
        vi: "Mã có hiệu lực 2 phút; khi kích hoạt, bạn có thể yêu cầu mã mới. Tài khoản cần được kích hoạt trong 07 ngày kể từ ngày thông báo.",
        en: "The code is valid for 2 minutes; you can ask for another when you activate. The account must be activated within 7 days of the notice."
    }
    enrolled_nothing {
        vi: "Nếu không nhận được tin nhắn hoặc thư, đề nghị kiểm tra lại thông tin kê khai hoặc liên hệ Công an cấp xã nơi gần nhất. Vì lý do bảo mật, trang này không cho biết kết quả đối chiếu.",
        en: "If no message arrives, please check what you declared or go to the nearest commune police. For security, this page does not tell the result of the comparison."
    }
    enrolled_again { vi: "Kê khai lại", en: "Declare again" }

    activate_title { vi: "Kích hoạt tài khoản", en: "Activate an account" }
    activate_lead {
        vi: "Nhập mã kích hoạt bạn nhận được rồi đặt mật khẩu cho tài khoản.",
        en: "Enter the activation code that you received and choose a password."
    }
    activate_code { vi: "Mã kích hoạt", en: "Activation code" }
    activate_code_hint { vi: "6 chữ số, có hiệu lực 2 phút", en: "6 digits, valid for 2 minutes" }
    activate_code_shape { vi: "Mã kích hoạt gồm đúng 6 chữ số.", en: "An activation code has exactly 6 digits." }
    activate_code_wrong {
        vi: "Mã kích hoạt không đúng với số định danh này hoặc không còn dùng được. Đề nghị kiểm tra lại hoặc yêu cầu mã mới.",
        en: "The code does not belong to this number or can no longer be used. Please check it or ask for another one."
    }
    activate_code_expired { vi: "Mã kích hoạt đã hết hiệu lực. Đề nghị yêu cầu mã mới.", en: "The code has expired. Please ask for another one." }
    activate_resend { vi: "Gửi mã mới", en: "Send another code" }
    activate_resent {
        vi: "Nếu tài khoản đang chờ kích hoạt, mã mới đã được gửi và mã cũ không còn hiệu lực. Có thể yêu cầu lại sau 60 giây.",
        en: "If the account is waiting for activation, another code has been sent and the former one is void. You can ask again after 60 seconds."
    }
    activate_lapsed(hotline) {
        vi: "Tài khoản chưa được kích hoạt trong 07 ngày kể từ ngày thông báo. Đề nghị liên hệ tổng đài {hotline} để kích hoạt.",
        en: "The account was not activated within 7 days of the notice. Please call {hotline} to activate it."
    }
    activate_barred(hotline) {
        vi: "Tài khoản đang bị khóa hoặc đã đóng nên không thể kích hoạt. Đề nghị liên hệ tổng đài {hotline}.",
        en: "The account is locked or closed and cannot be activated. Please call {hotline}."
    }
    not_activated_title { vi: "Tài khoản không được kích hoạt", en: "The account was not activated" }
    activated_title { vi: "Tài khoản của bạn đã được kích hoạt", en: "Your account has been activated" }
    activated_words {
        vi: "Từ nay bạn đăng nhập bằng số định danh cá nhân và mật khẩu vừa đặt.",
        en: "From now on you sign in with your personal identification number and the password you chose."
    }
    activated_level_two {
        vi: "Để dùng căn cước điện tử và ví giấy tờ, hãy đến Công an cấp xã hoặc cơ quan quản lý căn cước để được cấp tài khoản mức độ 02.",
        en: "To use the electronic identity card and the document wallet, go to the commune police or an identity-card office for a level-2 account."
    }

    password { vi: "Mật khẩu", en: "Password" }
    password_new { vi: "Mật khẩu mới", en: "New password" }
    password_rules(shortest) {
        vi: "Ít nhất {shortest} ký tự, có chữ hoa, chữ thường, chữ số và ký tự đặc biệt. Cụm từ dài dễ nhớ và an toàn hơn.",
        en: "At least {shortest} characters with a capital, a small letter, a digit and a special character. A long phrase is safer and easier to remember."
    }
    password_again { vi: "Nhập lại mật khẩu", en: "Password again" }
    password_again_hint { vi: "Giống hệt mật khẩu ở trên", en: "The same as above" }
    password_short(shortest) { vi: "Mật khẩu cần ít nhất {shortest} ký tự.", en: "A password needs at least {shortest} characters." }
    password_long(longest) { vi: "Mật khẩu dài nhất {longest} ký tự.", en: "A password has at most {longest} characters." }
    password_classes {
        vi: "Mật khẩu cần có chữ hoa, chữ thường, chữ số và ký tự đặc biệt.",
        en: "A password needs a capital, a small letter, a digit and a special character."
    }
    password_common {
        vi: "Mật khẩu này quá phổ biến và dễ bị đoán. Đề nghị chọn mật khẩu khác.",
        en: "That password is too common and easily guessed. Please choose another one."
    }
    password_about_owner {
        vi: "Mật khẩu không được chứa số định danh, họ tên, ngày sinh hoặc số điện thoại của bạn.",
        en: "A password must not contain your number, name, date of birth or phone number."
    }
    password_differs { vi: "Hai lần nhập mật khẩu không giống nhau.", en: "The two passwords are not the same." }
}
