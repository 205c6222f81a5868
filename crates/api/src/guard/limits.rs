//! Every number a document is measured against, in one table.

/// What a document may ask for. [`Limits::default`] is what the forum promises in its documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the document's text.
    pub bytes: usize,
    /// Lexical tokens, comments and commas excluded.
    pub tokens: usize,
    /// Open brackets of any kind at one place.
    pub nesting: usize,
    /// Selections after every fragment is written out, `__typename` included, of all operations together.
    pub selections: usize,
    /// Fields inside one another.
    pub depth: usize,
    /// Selections of any kind inside one another, fragments written out: what every later reader recurses into.
    pub levels: usize,
    /// Aliases after every fragment is written out.
    pub aliases: usize,
    /// Fragment definitions.
    pub fragments: usize,
    /// Directives as written.
    pub directives: usize,
    /// Variables that one operation declares.
    pub variables: usize,
    /// Root fields of a query or a subscription.
    pub query_roots: usize,
    /// Root fields of a mutation.
    pub mutation_roots: usize,
    /// Items of one list, written in the document or given by a variable.
    pub list: usize,
    /// Depth where every root field is introspective: the `ofType` ladder of today's tools is deep.
    pub introspection_depth: usize,
    /// Aliases in a document that reads `__schema` or `__type`, since each may repeat the whole schema.
    pub introspection_aliases: usize,
    /// Errors told of one request.
    pub errors: usize,
    /// Characters of one message.
    pub message: usize,
    /// Verdicts remembered.
    pub verdicts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024,
            tokens: 2_000,
            nesting: 32,
            selections: 2_000,
            depth: 15,
            levels: 32,
            aliases: 30,
            fragments: 30,
            directives: 50,
            variables: 100,
            query_roots: 10,
            mutation_roots: 5,
            list: 100,
            introspection_depth: 25,
            introspection_aliases: 4,
            errors: 20,
            message: 300,
            verdicts: 1_000,
        }
    }
}
