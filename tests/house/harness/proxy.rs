//! The network between the house and its database, which a test can cut. On threads of its own: it goes on while a test
//! waits for a command.

use std::io::copy;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A listener that passes everything on, until it is cut.
#[derive(Clone, Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    cable: Arc<Cable>,
}

#[derive(Debug)]
struct Cable {
    is_cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    /// Passes connections on to this address.
    pub(crate) fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let cable = Arc::new(Cable { is_cut: AtomicBool::new(false), open: Mutex::default() });
        let proxy = Self { address, cable: Arc::clone(&cable) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                // A cut cable resets at once, as a router without a route does.
                if !cable.is_cut.load(Ordering::SeqCst)
                    && let Ok(server) = TcpStream::connect(target)
                {
                    join(&client, &server, &cable);
                }
            }
        });
        proxy
    }

    /// Where the house is told that its database is.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends every connection and takes no new one.
    pub(crate) fn cut(&self) {
        self.cable.is_cut.store(true, Ordering::SeqCst);
        for stream in self.cable.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Takes connections again.
    pub(crate) fn mend(&self) {
        self.cable.is_cut.store(false, Ordering::SeqCst);
    }
}

fn join(client: &TcpStream, server: &TcpStream, cable: &Cable) {
    for (from, to) in [(client, server), (server, client)] {
        let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        cable.open.lock().unwrap().push(from.try_clone().unwrap());
        thread::spawn(move || {
            let _ = copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
}
