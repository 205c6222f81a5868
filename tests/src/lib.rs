//! People, companies and worlds for tests: made through the interface only.
