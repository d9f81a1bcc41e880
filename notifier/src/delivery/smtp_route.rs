//! `SMTP_URL`, understood.
//!
//! The rules are those of lettre's connection URL, `scheme://user:password@host:port/ehlo?tls=…`:
//!
//! | URL | port | encryption |
//! |---|---|---|
//! | `smtps://host` | 465 | TLS from the start |
//! | `smtp://host?tls=required` | 587 | STARTTLS, or nothing is sent |
//! | `smtp://host?tls=opportunistic` | 587 | STARTTLS if the server offers it |
//! | `smtp://host` | 25 | none |
//!
//! User and password are percent-encoded. The path, if any, is the name said in EHLO. A server
//! must prove its name with a certificate that the machine trusts (`SSL_CERT_FILE` adds others).

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use url::Url;

/// How a mail server is reached.
pub(crate) struct SmtpRoute {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: Tls,
    pub(crate) hello: ClientId,
    pub(crate) credentials: Option<Credentials>,
    /// How long each step of a dialogue may take.
    pub(crate) patience: Duration,
    /// Reached instead of the network.
    #[cfg(test)]
    pub(crate) server: Option<super::simulation::Server>,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl SmtpRoute {
    /// Parses the URL. The error goes on after the name of the setting, and never repeats the
    /// URL: it may hold a password.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        Self::parse_trusting(url, None)
    }

    fn parse_trusting(text: &str, root: Option<Certificate>) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not a URL: {error}"))?;
        let host = url.host_str().unwrap_or_default();
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        if host.is_empty() {
            return Err("must name a host, as in smtp://mail.example.org".to_owned());
        }
        let wish = url.query_pairs().find(|(key, _)| key == "tls");
        let (default_port, encryption): (u16, fn(TlsParameters) -> Tls) =
            match (url.scheme(), wish.as_ref().map(|(_, value)| value.as_ref())) {
                ("smtps", None) => (465, Tls::Wrapper),
                ("smtp", Some("required")) => (587, Tls::Required),
                ("smtp", Some("opportunistic")) => (587, Tls::Opportunistic),
                ("smtp", None) => (25, |_| Tls::None),
                ("smtp", Some(_)) => {
                    return Err("has a tls= that is neither required nor opportunistic".to_owned());
                }
                _ => return Err("must begin with smtp:// or smtps://".to_owned()),
            };
        Ok(Self {
            port: url.port().unwrap_or(default_port),
            tls: encryption(parameters(&host, root)?),
            hello: match url.path().trim_matches('/') {
                "" => ClientId::default(),
                name => ClientId::Domain(name.to_owned()),
            },
            credentials: credentials(&url)?,
            patience: PATIENCE,
            host,
            #[cfg(test)]
            server: None,
        })
    }

    /// The same, trusting a certificate that a test has made.
    #[cfg(test)]
    pub(crate) fn parse_for_test(url: &str, root_pem: &str) -> Result<Self, String> {
        let root = Certificate::from_pem(root_pem.as_bytes()).map_err(|e| e.to_string())?;
        Self::parse_trusting(url, Some(root))
    }

    /// Opens a connection, encrypted from the start where the URL says so, and is greeted.
    pub(super) async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        #[cfg(test)]
        if let Some(server) = &self.server {
            return AsyncSmtpConnection::connect_with_transport(server.connect(), &self.hello)
                .await;
        }
        let wrapper = match &self.tls {
            Tls::Wrapper(parameters) => Some(parameters.clone()),
            Tls::None | Tls::Opportunistic(_) | Tls::Required(_) => None,
        };
        let server = (self.host.as_str(), self.port);
        let patience = Some(self.patience);
        AsyncSmtpConnection::connect_tokio1(server, patience, &self.hello, wrapper, None).await
    }
}

fn parameters(host: &str, root: Option<Certificate>) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(root) = root {
        builder = builder.add_root_certificate(root);
    }
    builder
        .build()
        .map_err(|error| format!("cannot be used with TLS: {error}"))
}

fn credentials(url: &Url) -> Result<Option<Credentials>, String> {
    let decode = |text| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .map(Cow::into_owned)
            .map_err(|_| "has a user or password that is not UTF-8".to_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (_, None) => Err("has a user but no password".to_owned()),
        (user, Some(password)) => Ok(Some(Credentials::new(decode(user)?, decode(password)?))),
    }
}

impl fmt::Debug for SmtpRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpRoute")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_and_query_decide_port_and_encryption() {
        let route = |url| SmtpRoute::parse(url).unwrap();
        assert!(matches!(route("smtp://mail").tls, Tls::None));
        assert_eq!(route("smtp://mail").port, 25);
        let required = route("smtp://mail?tls=required");
        assert!(matches!(required.tls, Tls::Required(_)));
        assert_eq!(required.port, 587);
        let opportunistic = route("smtp://mail:2525/me.example.org?tls=opportunistic");
        assert!(matches!(opportunistic.tls, Tls::Opportunistic(_)));
        assert_eq!(opportunistic.port, 2525);
        assert_eq!(opportunistic.hello.to_string(), "me.example.org");
        assert!(matches!(route("smtps://mail").tls, Tls::Wrapper(_)));
        assert_eq!(route("smtps://mail").port, 465);
        assert_eq!(route("smtp://[::1]:25").host, "::1");
    }

    #[test]
    fn user_and_password_are_decoded_and_never_printed() {
        let route = SmtpRoute::parse("smtps://me%40example.org:p%20%2Bw@mail").unwrap();
        let expected = Credentials::new("me@example.org".to_owned(), "p +w".to_owned());
        assert!(route.credentials == Some(expected));
        assert!(!format!("{route:?}").contains("example.org"));
    }

    #[test]
    fn a_url_that_cannot_be_meant_is_refused() {
        for url in [
            "mail.example.org",
            "http://mail",
            "smtp://",
            "smtp://mail?tls=maybe",
            "smtp://user@mail",
        ] {
            assert!(SmtpRoute::parse(url).is_err(), "{url}");
        }
    }
}
