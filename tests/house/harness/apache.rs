//! Apache in front of a portal's pages, with mod_auth_openidc to guard them: how much of a public administration connects.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use url::Url;

use super::foreign::skipped;
use super::process::Process;

/// A web server of its own on a free port: `/private/` is guarded, `/` is not. Stopped and gone when it goes.
#[derive(Debug)]
pub(crate) struct Apache {
    process: Option<Process>,
    folder: TempDir,
    address: SocketAddr,
}

impl Apache {
    /// A place for it, not yet started, so that its addresses can be registered; none where `tests/run` has not
    /// installed it, and one line says so.
    pub(crate) fn place() -> Option<Self> {
        if !Path::new(PROGRAM).exists() || !module("auth_openidc").exists() {
            skipped("Apache with mod_auth_openidc");
            return None;
        }
        // Not under target/: Apache gives its rights away and could not come back to a folder of root's.
        let folder = tempfile::Builder::new().prefix("dinhdanh-apache-").tempdir().unwrap();
        open_to_all(folder.path(), 0o755);
        for (name, mode) in [("run", 0o777), ("parties", 0o777), ("site", 0o755), ("site/private", 0o755)] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
            open_to_all(&folder.path().join(name), mode);
        }
        for (page, text) in [("site/index.html", "everybody's page"), ("site/private/index.html", "the private page")] {
            std::fs::write(folder.path().join(page), text).unwrap();
            open_to_all(&folder.path().join(page), 0o644);
        }
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Some(Self { process: None, folder, address })
    }

    /// The address of a page, as a browser knows it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Where mod_auth_openidc answers itself.
    pub(crate) fn callback(&self) -> String {
        self.url("/private/callback")
    }

    /// The same with these parameters, by which it is told what to do.
    pub(crate) fn callback_with(
        &self,
        parameters: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>,
    ) -> String {
        Url::parse_with_params(&self.callback(), parameters).unwrap().into()
    }

    /// Where mod_auth_openidc keeps the parties that it registered by itself.
    pub(crate) fn parties(&self) -> PathBuf {
        self.folder.path().join("parties")
    }

    /// Starts it with these settings of mod_auth_openidc, a line each.
    pub(crate) fn start(&mut self, settings: &[String]) {
        let top = self.folder.path();
        let modules: Vec<_> =
            MODULES.iter().map(|name| format!("LoadModule {name}_module {}", path(&module(name)))).collect();
        let text = format!(
            "ServerRoot {top}\nServerName localhost\nListen {address}\nPidFile {top}/run/pid\nDefaultRuntimeDir {top}/run\n\
             ErrorLog /dev/stderr\nLogLevel warn\n{modules}\nUser #65534\nGroup #65534\n\
             StartServers 1\nThreadsPerChild 8\nMaxRequestWorkers 8\nDocumentRoot {top}/site\nDirectoryIndex index.html\n\
             OIDCRedirectURI {callback}\nOIDCCryptoPassphrase {passphrase}\nOIDCPKCEMethod S256\n\
             OIDCInfoHook iat access_token access_token_expires id_token userinfo refresh_token session\n{settings}\n\
             <Location /private>\nAuthType openid-connect\nRequire valid-user\n\
             Header always set X-Remote-User \"expr=%{{REMOTE_USER}}\"\n\
             Header always set X-Claim-Email \"expr=%{{req:OIDC_CLAIM_email}}\"\n</Location>\n",
            top = path(top),
            address = self.address,
            modules = modules.join("\n"),
            callback = self.callback(),
            passphrase = "a-passphrase-of-a-test-and-of-nothing-else",
            settings = settings.join("\n"),
        );
        let file = top.join("apache.conf");
        std::fs::write(&file, text).unwrap();
        // One process: it is gone when it is killed, and its children with it, since it has none.
        let mut process = Process::start(Command::new(PROGRAM).arg("-X").arg("-f").arg(&file));
        for _ in 0..200 {
            if TcpStream::connect(self.address).is_ok() {
                self.process = Some(process);
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        process.kill();
        panic!("Apache does not start:\n{}", process.printed());
    }

    /// What Apache has to complain about.
    pub(crate) fn log(&self) -> String {
        self.process.as_ref().map(Process::printed).unwrap_or_default()
    }
}

impl Drop for Apache {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the log of Apache:\n{}", self.log());
        }
    }
}

fn module(name: &str) -> PathBuf {
    Path::new("/usr/lib/apache2/modules").join(format!("mod_{name}.so"))
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn open_to_all(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

const PROGRAM: &str = "/usr/sbin/apache2";
const MODULES: [&str; 7] = ["mpm_event", "authn_core", "authz_core", "authz_user", "dir", "headers", "auth_openidc"];
