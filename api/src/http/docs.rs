//! The documentation that one can browse: Swagger UI from inside the binary, over the document at
//! `/api/v1/openapi.json`.

use actix_web::web::{self, ServiceConfig};
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Puts it at `/docs`.
pub fn configure(config: &mut ServiceConfig) {
    // No validator: the browser is to ask nobody but us.
    let settings = Config::from("/api/v1/openapi.json").validator_url("none");
    config
        .service(web::redirect("/docs", "/docs/"))
        .service(SwaggerUi::new("/docs/{_:.*}").config(settings));
}
