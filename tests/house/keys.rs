//! The house's own keys, as an operator sees them.

use std::process::Stdio;

use crate::harness::{House, Printed, Site};

/// The kids of `keys show` whose line holds these words.
fn kids(site: &Site, words: &str) -> Vec<String> {
    let shown = site.command(&["keys", "show"]).done();
    let lines = shown.lines().filter(|line| line.contains(words));
    lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_first_start_makes_one_key_for_each_purpose_and_algorithm_and_the_second_none() {
    let mut house = House::start();
    let made = kids(house.site(), " current ");
    assert_eq!((made.len(), kids(house.site(), "").len()), (9, 9));
    house.crash_and_restart().await;
    assert_eq!(kids(house.site(), " current "), made);
}

#[test]
fn of_operators_who_rotate_at_once_one_publishes_a_successor() {
    let house = House::start();
    let current = kids(house.site(), " token ES256 current ");
    let rotate = || {
        let mut command = house.site().dinhdanh(&["keys", "rotate", "token", "ES256"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = (0..6).map(|_| rotate()).collect();
    let codes: Vec<_> = running.into_iter().map(|mut command| command.wait().unwrap().code()).collect();
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == Some(1)).count(), 5, "{codes:?}");
    assert_eq!(kids(house.site(), " token ES256 current "), current, "the successor is only published yet");
    assert_eq!(kids(house.site(), " token ES256 next ").len(), 1);
}

#[test]
fn nodes_that_start_at_once_on_nothing_end_with_the_same_keys() {
    let site = Site::empty();
    if site.database().is_none() {
        println!("left out on SQLite, which serves one node: run with HOUSE_DB=postgres");
        return;
    }
    let serve = || {
        let mut command = site.dinhdanh(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut nodes: Vec<_> = (0..3).map(|_| serve()).collect();
    // The migrations too are being run by one of them; the operator sees the house once it is built.
    while kids(&site, " current ").len() < 9 {
        std::thread::yield_now();
    }
    for node in &mut nodes {
        node.kill().unwrap();
        node.wait().unwrap();
    }
    assert_eq!(kids(&site, "").len(), 9);
    assert_eq!(site.command(&["verify"]).done().trim(), "sound");
}

#[test]
fn a_key_that_others_may_have_is_removed_and_another_signs_at_once() {
    let house = House::start();
    let stolen = kids(house.site(), " token ES256 current ").remove(0);
    house.command(&["keys", "remove", &stolen]).done();
    let now = kids(house.site(), " token ES256 current ");
    assert!(now.len() == 1 && now[0] != stolen, "{now:?}");
    assert_eq!(kids(house.site(), " forgotten "), std::slice::from_ref(&stolen));
    assert!(house.command(&["keys", "remove", &stolen]).refused().contains("no such key"));

    // A successor that is already published takes over instead of a third key.
    house.command(&["keys", "rotate", "token", "ES256"]).done();
    let next = kids(house.site(), " token ES256 next ");
    house.command(&["keys", "remove", &now[0]]).done();
    assert_eq!(kids(house.site(), " token ES256 current "), next);

    // A successor that is removed before it signs leaves one that does.
    house.command(&["keys", "rotate", "token", "ES256"]).done();
    let next = kids(house.site(), " token ES256 next ").remove(0);
    house.command(&["keys", "remove", &next]).done();
    assert_eq!(kids(house.site(), " token ES256 current ").len(), 1);
    assert!(kids(house.site(), " token ES256 next ").is_empty());
}

#[test]
fn what_is_no_key_of_the_house_is_refused_with_a_sentence() {
    let site = Site::empty();
    assert!(site.command(&["keys", "rotate", "presentation", "RS256"]).refused().contains("no RS256 key"));
    assert!(site.command(&["keys", "remove", "-_no_such_key"]).refused().contains("no such key"));
    for wrong in [["token", "HS256"], ["token", "none"], ["session", "ES256"]] {
        assert_eq!(site.command(&["keys", "rotate", wrong[0], wrong[1]]).code, 2, "{wrong:?}");
    }
}

#[test]
fn st03_nobody_else_reads_the_database_whatever_folder_it_stands_in() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let open_to_all = folder.path().join("open");
    std::fs::create_dir(&open_to_all).unwrap();
    std::fs::set_permissions(&open_to_all, std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = open_to_all.to_str().unwrap();
    for arguments in [vec!["population", "show", "001090000001", "--data", data], vec!["keys", "show", "--data", data]]
    {
        // What it answers does not matter here; what it leaves behind does.
        let _ = Printed::by(&arguments);
        for file in std::fs::read_dir(&open_to_all).unwrap().map(Result::unwrap) {
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{:?} after {arguments:?}", file.file_name());
        }
    }
}
