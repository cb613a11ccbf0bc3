//! Invented names by the family names' shares (`vietnam.md` 8) and the habits of region, gender and birth year.

use crate::identity::gender::Gender;
use crate::registry::synthetic::dice::Dice;

/// A family name; the north says Hoàng and Vũ where the south says Huỳnh and Võ.
pub(super) fn family(dice: &mut Dice, residence: &str) -> &'static str {
    let is_south = residence >= "48";
    match dice.weighted(&FAMILIES) {
        "Hoàng" if is_south => "Huỳnh",
        "Vũ" if is_south => "Võ",
        "" => dice.pick(&OTHER_FAMILIES),
        family => family,
    }
}

/// Middle and given name for a gender and a birth year.
pub(super) fn rest(dice: &mut Dice, gender: Gender, year: i32) -> String {
    if gender == Gender::Female {
        // "Thị" was nearly every woman's and goes out of use.
        let with_thi = u32::try_from((2030 - year).clamp(10, 90)).unwrap_or(50);
        let given = dice.pick(&WOMEN);
        if dice.chance(with_thi) {
            if dice.chance(40) {
                return format!("Thị {} {given}", dice.pick(&WOMENS_MIDDLE));
            }
            return format!("Thị {given}");
        }
        return format!("{} {given}", dice.pick(&WOMENS_MIDDLE));
    }
    let given = dice.pick(&MEN);
    match dice.below(20) {
        0 => given.to_owned(),
        1 | 2 => format!("{} {} {given}", dice.pick(&MENS_MIDDLE), dice.pick(&MENS_MIDDLE)),
        3..=8 => format!("Văn {given}"),
        _ => format!("{} {given}", dice.pick(&MENS_MIDDLE)),
    }
}

const FAMILIES: [(&str, u32); 15] = [
    ("Nguyễn", 384),
    ("Trần", 115),
    ("Lê", 95),
    ("Phạm", 70),
    ("Hoàng", 51),
    ("Phan", 45),
    ("Vũ", 39),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 5),
    ("", 105),
];

const OTHER_FAMILIES: [&str; 24] = [
    "Đinh", "Trịnh", "Mai", "Đào", "Cao", "Lương", "Hà", "Tạ", "Phùng", "Lâm", "Trương", "Đoàn", "Thái", "Châu",
    "Quách", "Kiều", "Tô", "Chu", "La", "Vương", "Nông", "Lò", "Quàng", "Giàng",
];

const MENS_MIDDLE: [&str; 10] = ["Văn", "Hữu", "Đức", "Quang", "Minh", "Công", "Đình", "Xuân", "Ngọc", "Thanh"];

const WOMENS_MIDDLE: [&str; 10] = ["Ngọc", "Thu", "Hồng", "Bích", "Kim", "Thanh", "Phương", "Mỹ", "Thùy", "Diệu"];

const MEN: [&str; 44] = [
    "An", "Anh", "Bảo", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Hải", "Hậu", "Hiếu", "Hòa", "Hoàng", "Hùng",
    "Huy", "Hưng", "Khánh", "Khoa", "Kiên", "Lâm", "Linh", "Long", "Lộc", "Mạnh", "Minh", "Nam", "Nghĩa", "Phong",
    "Phúc", "Quân", "Quý", "Sơn", "Tài", "Tâm", "Thắng", "Thành", "Thịnh", "Toàn", "Trung", "Tuấn", "Tùng", "Việt",
    "Vinh",
];

const WOMEN: [&str; 44] = [
    "An", "Anh", "Ánh", "Châu", "Chi", "Cúc", "Diễm", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạnh", "Hằng", "Hiền",
    "Hoa", "Hòa", "Hồng", "Huệ", "Hương", "Khuê", "Lan", "Liên", "Linh", "Loan", "Ly", "Mai", "My", "Nga", "Ngân",
    "Nhung", "Oanh", "Phương", "Quỳnh", "Tâm", "Thảo", "Thu", "Thủy", "Trang", "Trâm", "Tuyết", "Uyên", "Vân", "Yến",
];

/// Names that many communes have; which of them a province really has is not the point here.
pub(super) const COMMUNES: [&str; 12] = [
    "Phường Quang Trung",
    "Phường Trần Phú",
    "Phường Lê Lợi",
    "Phường Hòa Bình",
    "Phường Tân An",
    "Xã Tân Lập",
    "Xã Bình Minh",
    "Xã Đông Sơn",
    "Xã Phú Xuân",
    "Xã An Thịnh",
    "Xã Thống Nhất",
    "Xã Hưng Thịnh",
];

pub(super) const STREETS: [&str; 10] = [
    "Lê Lợi",
    "Trần Hưng Đạo",
    "Nguyễn Huệ",
    "Hai Bà Trưng",
    "Quang Trung",
    "Hùng Vương",
    "Phan Bội Châu",
    "Lý Thường Kiệt",
    "Nguyễn Trãi",
    "Điện Biên Phủ",
];
