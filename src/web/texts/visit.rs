//! Visits to a unit: the holder's pages and the desk's list.

use crate::identity::language::texts;

texts! {
    visit_go { vi: "Đặt lịch hẹn tại Công an cấp xã", en: "Book a visit to the commune police" }
    visit_title { vi: "Lịch hẹn tại đơn vị", en: "Visit to a unit" }
    visit_lead {
        vi: "Đặt giờ đến làm thủ tục nâng tài khoản lên mức độ 02. Bạn có thể đến bất kỳ Công an cấp xã nào, không phụ thuộc nơi cư trú. Đề nghị mang theo thẻ căn cước.",
        en: "Book a time to have your account raised to level 2. You may go to any commune police, wherever you live. Please bring your identity card."
    }
    visit_booked { vi: "Bạn đã có lịch hẹn", en: "You have a visit booked" }
    visit_when { vi: "Thời gian", en: "When" }
    visit_where { vi: "Đơn vị", en: "Unit" }
    visit_address { vi: "Địa chỉ", en: "Address" }
    visit_moves_left(left) { vi: "Có thể đổi lịch thêm {left} lần.", en: "You can move it {left} more times." }
    visit_moves_none { vi: "Lịch hẹn này không đổi được nữa. Nếu không đến được, đề nghị hủy rồi đặt lịch khác.", en: "This visit cannot be moved any more. If you cannot come, please cancel it and book another one." }
    visit_move { vi: "Đổi sang giờ khác", en: "Move to another time" }
    visit_cancel { vi: "Hủy lịch hẹn", en: "Cancel the visit" }
    visit_called_off(reason) { vi: "Đơn vị đã hủy lịch hẹn trước của bạn. Lý do: {reason}. Đề nghị chọn giờ khác.", en: "The unit called off your last visit. Reason: {reason}. Please choose another time." }
    visit_called_off_closed { vi: "Đơn vị đã hủy lịch hẹn trước của bạn vì ngừng tiếp dân. Đề nghị chọn đơn vị khác.", en: "The unit called off your last visit because it receives nobody any more. Please choose another unit." }
    visit_not_needed { vi: "Tài khoản của bạn không cần lịch hẹn này: lịch hẹn dành cho người có tài khoản mức độ 01.", en: "Your account needs no such visit: visits are for holders of level-1 accounts." }
    visit_choose_unit { vi: "Chọn đơn vị", en: "Choose a unit" }
    visit_province { vi: "Tỉnh, thành phố", en: "Province or city" }
    visit_province_hint { vi: "Chọn nơi khác nếu bạn không ở nơi cư trú", en: "Choose another one if you are away from home" }
    visit_province_show { vi: "Xem đơn vị", en: "Show its units" }
    visit_province_none { vi: "Chọn tỉnh, thành phố", en: "Choose a province" }
    visit_no_units { vi: "Chưa có đơn vị nào nhận đặt lịch tại đây. Bạn vẫn có thể đến Công an cấp xã trong giờ làm việc.", en: "No unit takes bookings here yet. You can still go to the commune police during office hours." }
    visit_own_unit { vi: "Nơi bạn cư trú", en: "Where you live" }
    visit_see_times { vi: "Xem giờ còn trống", en: "See free times" }
    visit_days { vi: "Chọn ngày", en: "Choose a day" }
    visit_times { vi: "Chọn giờ", en: "Choose a time" }
    visit_times_hint { vi: "Giờ Việt Nam", en: "Time in Viet Nam" }
    visit_left(left) { vi: "còn {left} chỗ", en: "{left} left" }
    visit_no_times { vi: "Đơn vị này không còn giờ trống trong 30 ngày tới. Đề nghị chọn đơn vị khác.", en: "This unit has no free time in the next 30 days. Please choose another unit." }
    visit_book { vi: "Đặt lịch hẹn", en: "Book the visit" }
    visit_move_here { vi: "Đổi sang giờ này", en: "Move it to this time" }
    visit_other_unit { vi: "Chọn đơn vị khác", en: "Choose another unit" }
    visit_to_account { vi: "Về tài khoản", en: "Back to the account" }
    visit_wrong_time { vi: "Đề nghị chọn một giờ còn trống.", en: "Please choose a free time." }
    visit_wrong_full { vi: "Giờ này vừa hết chỗ. Đề nghị chọn giờ khác.", en: "That time has just been taken. Please choose another one." }
    visit_wrong_stale { vi: "Lịch hẹn của bạn vừa thay đổi. Dưới đây là lịch hẹn hiện tại.", en: "Your visit has just changed. Below is how it stands now." }
    visit_wrong_moved { vi: "Lịch hẹn này không đổi được nữa.", en: "This visit cannot be moved any more." }
    visit_wrong_unit { vi: "Đơn vị này không nhận đặt lịch. Đề nghị chọn đơn vị khác.", en: "This unit takes no bookings. Please choose another one." }
    weekday_monday { vi: "Thứ hai", en: "Monday" }
    weekday_tuesday { vi: "Thứ ba", en: "Tuesday" }
    weekday_wednesday { vi: "Thứ tư", en: "Wednesday" }
    weekday_thursday { vi: "Thứ năm", en: "Thursday" }
    weekday_friday { vi: "Thứ sáu", en: "Friday" }
    weekday_saturday { vi: "Thứ bảy", en: "Saturday" }
    weekday_sunday { vi: "Chủ nhật", en: "Sunday" }

    office_way_visits { vi: "Lịch hẹn", en: "Visits" }
    office_visits_title { vi: "Lịch hẹn của đơn vị", en: "Visits to the unit" }
    office_visits_lead {
        vi: "Trước khi người hẹn có mặt, chỉ hiển thị chữ viết tắt của tên và giờ hẹn. Mỗi lần xem đều được ghi nhật ký.",
        en: "Until the person is there, only initials and the time are shown. Every look is logged."
    }
    office_visits_no_unit { vi: "Đơn vị của bạn chưa nhận đặt lịch. Người vận hành thêm đơn vị bằng lệnh dinhdanh unit.", en: "Your unit takes no bookings yet. An operator adds it with the command dinhdanh unit." }
    office_visits_none { vi: "Không có lịch hẹn nào.", en: "No visits." }
    office_visit_at { vi: "Giờ hẹn", en: "Time" }
    office_visit_who { vi: "Người hẹn", en: "Person" }
    office_visit_state { vi: "Trạng thái", en: "State" }
    office_visit_deed { vi: "Ghi nhận", en: "Record" }
    office_visit_booked { vi: "Chưa đến", en: "Expected" }
    office_visit_came { vi: "Đã đến", en: "Came" }
    office_visit_missed { vi: "Không đến", en: "Did not come" }
    office_visit_number(initials, at) { vi: "Số trên thẻ căn cước của {initials}, hẹn {at}", en: "Number on the card of {initials}, {at}" }
    office_visit_arrived { vi: "Đã đến, mở hồ sơ", en: "Came: open the case" }
    office_visit_not_come { vi: "Không đến", en: "Did not come" }
    office_visit_wrong_person { vi: "Số vừa nhập không phải của người đã đặt lịch hẹn này. Không có hồ sơ nào được mở.", en: "That number is not of the person who booked this visit. No case was opened." }
    office_visit_without_case { vi: "Đã ghi nhận người hẹn có đến. Không mở được hồ sơ: tài khoản không còn là tài khoản mức độ 01 đang hoạt động.", en: "Recorded that the person came. No case could be opened: the account is no longer an active one of level 1." }
    office_visit_not_begun { vi: "Chưa đến giờ hẹn nên chưa thể ghi nhận là không đến.", en: "The time has not come yet, so nobody can have missed it." }
    office_visit_stale { vi: "Lịch hẹn này vừa được thay đổi hoặc đã có người ghi nhận.", en: "The visit has just been changed, or somebody else has recorded it." }
    office_close_day { vi: "Ngừng tiếp dân một ngày", en: "Close a day" }
    office_close_day_lead { vi: "Người đã đặt lịch trong ngày đó được báo ngay kèm lý do và có thể chọn giờ khác.", en: "People who booked that day are told at once, with the reason, and can choose another time." }
    office_close_day_day { vi: "Ngày (năm-tháng-ngày)", en: "Day (year-month-day)" }
    office_close_day_wrong { vi: "Đề nghị nhập một ngày trong 30 ngày tới, chưa được đóng, ví dụ 2026-11-24.", en: "Please enter a day within the next 30 days that is not closed yet, for example 2026-11-24." }
    office_close_day_reason { vi: "Lý do", en: "Reason" }
    office_close_day_reason_hint { vi: "Người đặt lịch nhận được nguyên văn, ít nhất 10 ký tự", en: "People read these words, at least 10 characters" }
    office_close_day_do { vi: "Ngừng tiếp dân ngày này", en: "Close this day" }
    office_closed_days { vi: "Những ngày ngừng tiếp dân", en: "Closed days" }
}
