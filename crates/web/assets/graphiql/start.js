// Starts GraphiQL against the forum that served it. The cookie of the session goes along, since the page is of the same origin.
(() => {
  const place = document.getElementById("graphiql");
  const socket = new URL("/graphql/ws", location.href);
  socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  document.documentElement.style.height = "100%";
  document.body.style.cssText = "height:100%;margin:0";
  place.style.height = "100%";
  const fetcher = GraphiQL.createFetcher({
    url: "/graphql",
    wsClient: graphqlWs.createClient({ url: socket.href, lazy: true }),
  });
  const defaultQuery = `# The schema is under the book at the side.
query Scoreboard {
  scoreboard {
    targets { value { amount currency } statedBy statedOn }
    officialTrade { basis period value { amount currency } sourceUrl }
  }
}
`;
  ReactDOM.createRoot(place).render(React.createElement(GraphiQL, { fetcher, defaultQuery, shouldPersistHeaders: false }));
})();
