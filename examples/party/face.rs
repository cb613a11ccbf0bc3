//! Who the parties are: names, what each asks for and why, and the metadata by which an operator registers them.

use serde_json::{Value, json};

/// A party of the demonstration.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub(crate) enum Face {
    /// The portal of the whole nation.
    NationalPortal,
    /// The portal of a province.
    ProvincialPortal,
    /// A bank, which needs level 2 and two factors.
    Bank,
}

/// The same in both languages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// In Vietnamese.
    pub(crate) vi: &'static str,
    /// In English.
    pub(crate) en: &'static str,
}

impl Words {
    pub(super) const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi, en }
    }
}

impl Face {
    /// What people call it.
    pub(crate) fn name(self) -> Words {
        match self {
            Self::NationalPortal => Words::new("Cổng dịch vụ công quốc gia", "National Public Service Portal"),
            Self::ProvincialPortal => {
                Words::new("Cổng dịch vụ công tỉnh Hải Dương", "Hai Duong Province Public Service Portal")
            }
            Self::Bank => Words::new("Ngân hàng Sông Hồng", "Red River Bank"),
        }
    }

    /// The port it listens on unless told otherwise.
    pub(crate) fn usual_port(self) -> u16 {
        match self {
            Self::NationalPortal => 8081,
            Self::ProvincialPortal => 8082,
            Self::Bank => 8083,
        }
    }

    /// The scopes that it asks for at each sign-in.
    pub(crate) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::NationalPortal | Self::ProvincialPortal => &["vn_identity", "phone", "email"],
            Self::Bank => &["vn_identity", "phone"],
        }
    }

    /// The claims that it asks for by name, so that it is not given the rest of a scope which it has no use for.
    pub(crate) fn claims(self) -> &'static [&'static str] {
        match self {
            Self::NationalPortal | Self::ProvincialPortal => &["permanent_residence", "account_level"],
            Self::Bank => {
                &["permanent_residence", "card_number", "card_issued_on", "card_valid_until", "account_level"]
            }
        }
    }

    /// The authentication level that it cannot do without.
    pub(crate) fn least_level(self) -> &'static str {
        match self {
            Self::NationalPortal | Self::ProvincialPortal => "loa1",
            Self::Bank => "loa2",
        }
    }

    /// The metadata with which an operator registers it.
    pub(crate) fn registration(self, address: &str) -> Value {
        let name = self.name();
        let mut metadata = json!({
            "client_name": name.vi,
            "client_name#en": name.en,
            "redirect_uris": [format!("{address}/callback")],
            "post_logout_redirect_uris": [format!("{address}/signed-out")],
            "backchannel_logout_uri": format!("{address}/backchannel-logout"),
            "backchannel_logout_session_required": true,
            // Each party knows a person by another name, although all of them stand on one host here.
            "sector_identifier_uri": format!("https://{}/parties.json", self.sector()),
            "client_uri": address,
            "scope": format!("openid {}", self.scopes().join(" ")),
            "claims": self.claims(),
        });
        if let (Value::Object(all), Value::Object(own)) = (&mut metadata, self.own_metadata()) {
            all.extend(own);
        }
        metadata
    }

    fn own_metadata(self) -> Value {
        match self {
            Self::NationalPortal | Self::ProvincialPortal => json!({
                "kind": "state_body",
                "purposes": {
                    "vn_identity": {
                        "vi": "Điền sẵn người khai trong tờ khai", "en": "To fill in the declarant on forms", "essential": true,
                    },
                    "account_level": {
                        "vi": "Biết dịch vụ nào dùng được", "en": "To know which services are open to you", "essential": true,
                    },
                    "permanent_residence": { "vi": "Xác định cơ quan giải quyết", "en": "To find the office in charge" },
                    "phone": { "vi": "Báo tin về hồ sơ", "en": "To tell you about your dossier" },
                    "email": { "vi": "Gửi kết quả điện tử", "en": "To send electronic results" },
                },
            }),
            Self::Bank => json!({
                "kind": "bank",
                // At its counters it also checks the squares of people who walk in.
                "scope": format!("openid {} scan", self.scopes().join(" ")),
                "least_account_level": 2,
                "least_authentication_level": 2,
                // What a bank keeps as evidence must be signed.
                "userinfo_signed_response_alg": "RS256",
                "purposes": {
                    "vn_identity": { "vi": "Nhận biết khách hàng", "en": "To know who the customer is", "essential": true },
                    "account_level": {
                        "vi": "Kiểm tra mức độ tài khoản định danh", "en": "To check the level of the e-ID account",
                        "essential": true,
                    },
                    "card_number": { "vi": "Ghi nhận giấy tờ tùy thân", "en": "To record the identity document", "essential": true },
                    "card_issued_on": { "vi": "Ghi nhận giấy tờ tùy thân", "en": "To record the identity document" },
                    "card_valid_until": { "vi": "Biết khi nào cần cập nhật", "en": "To know when to ask again" },
                    "permanent_residence": { "vi": "Địa chỉ liên lạc", "en": "The address for letters" },
                    "phone": { "vi": "Gửi thông báo giao dịch", "en": "To send notices of transactions" },
                },
            }),
        }
    }

    fn sector(self) -> &'static str {
        match self {
            Self::NationalPortal => "national.example",
            Self::ProvincialPortal => "haiduong.example",
            Self::Bank => "bank.example",
        }
    }
}
