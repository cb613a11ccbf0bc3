//! The house from outside: HTTP and the command line, told as stories. One binary, so that it links once.
