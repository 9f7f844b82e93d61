using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;

namespace ExecutionControl.Reference;

/// <summary>
/// A server that behaves like ConductorOne, Codegen and Kubiya where they control executions: one port, ConductorOne's token endpoint
/// included, with state that calls change. Any number of them can run in one process.
/// </summary>
/// <example>
/// <code>
/// await using var server = await ReferenceServer.StartAsync();
/// var paused = server.State.Automation("aut_runaway").PausedCount; // 240
/// </code>
/// </example>
public sealed class ReferenceServer : IAsyncDisposable
{
    private ReferenceServer(ServerComposition composition)
    {
        Composition = composition;
        State = new ReferenceServerState(composition.Database, composition.Clock);
    }

    /// <summary>Where the server listens, with the port that it really has.</summary>
    public Uri Url => Composition.Url;

    /// <summary>Where it answers over https; null unless it was asked for.</summary>
    public ReferenceServerHttps? Https => Composition.Https;

    /// <summary>What opens it.</summary>
    public ReferenceServerCredentials Credentials => Composition.Credentials!;

    /// <summary>The environment variables that point ectl and the services' own tools at this server. Their values hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment => field ??= EnvironmentVariables.For(Url, Credentials);

    /// <summary>Every request that has reached it.</summary>
    public RequestJournal Journal => Composition.Journal;

    /// <summary>The faults that it rehearses.</summary>
    public FaultRules Faults => Composition.Faults;

    /// <summary>Its clock, which can be frozen and put forward.</summary>
    public ReferenceServerClock Clock => Composition.Clock;

    /// <summary>What its services hold.</summary>
    public ReferenceServerState State { get; }

    /// <summary>What it is made of.</summary>
    internal ServerComposition Composition { get; }

    /// <summary>
    /// How long the access tokens live that ConductorOne's token endpoint issues from now on, a second to a year; those that are out keep theirs.
    /// </summary>
    public TimeSpan TokenLifetime
    {
        get => Composition.Tokens.Lifetime;
        set => Composition.Tokens.Lifetime = value;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is to behave; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">
    /// The state file is none, or another version wrote it; the file of rules or the seed file cannot be used.
    /// </exception>
    /// <exception cref="IOException">The address is in use, or the state file cannot be opened.</exception>
    public static async Task<ReferenceServer> StartAsync(ReferenceServerOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await ServerComposition.StartAsync(options ?? new ReferenceServerOptions(), cancellationToken).ConfigureAwait(false));

    /// <summary>Puts the services back to the seed, relative to the clock of now. Tokens stay valid, and the journal stays.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => Composition.Control.ResetAsync(cancellationToken);

    /// <summary>Puts a seed in the place of what the services hold; <see cref="ResetAsync"/> goes back to it from then on.</summary>
    /// <param name="json">The seed, in the form of <see cref="ReferenceServerOptions.SeedFile"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidDataException">The seed cannot be used; nothing has changed.</exception>
    public Task SeedAsync(string json, CancellationToken cancellationToken = default) =>
        Composition.Control.SeedAsync(SeedDocument.Parse(System.Text.Encoding.UTF8.GetBytes(json)), cancellationToken);

    /// <summary>
    /// Keeps what the services hold under a name, in a state file, too; clients, tokens, rules, clock and journal are not part of it.
    /// </summary>
    public Task SaveSnapshotAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Composition.Control.SaveAsync(name, cancellationToken);
    }

    /// <summary>Puts what was kept under a name in the place of what the services hold now.</summary>
    /// <exception cref="KeyNotFoundException">Nothing was kept under this name.</exception>
    public Task RestoreSnapshotAsync(string name, CancellationToken cancellationToken = default) => Composition.Control.RestoreAsync(name, cancellationToken);

    /// <summary>
    /// Lets some of an automation's paused executions, the first by their ids, fail in every <c>resolve_paused</c>, after a reset, too.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public Task NeverResolveAsync(string automationId, int count, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(automationId);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var rule = new NeverResolveRule(automationId, count);
        return Composition.Control.AddRulesAsync([rule], [], cancellationToken);
    }

    /// <summary>
    /// Lets an automation run away: something sets it off again and again, by the server's clock. While its breaker is tripped, each of
    /// these executions is paused; once it was cleared, some run and it trips again. After a reset, too.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="every">How often, 1 ms to a year.</param>
    /// <param name="retripAfter">How many executions the closed breaker lets run before it trips; default none: it trips at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="KeyNotFoundException">There is no such automation.</exception>
    public Task RunAwayAsync(string automationId, TimeSpan every, int retripAfter = 0, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(automationId);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(every, TimeSpan.FromDays(366));
        ArgumentOutOfRangeException.ThrowIfNegative(retripAfter);
        var rule = new RunawayRule(automationId, (long)every.TotalMilliseconds, retripAfter);
        return Composition.Control.AddRulesAsync([], [rule], cancellationToken);
    }

    /// <summary>What a tenant of ConductorOne holds at this moment: automations, executions and audit rows of its own.</summary>
    /// <param name="tenant">The host that a client was added for.</param>
    /// <exception cref="KeyNotFoundException">No client was added for it.</exception>
    public ReferenceServerState StateOf(string tenant) => new(Composition.Tenants.Find(tenant).Database, Composition.Clock);

    /// <summary>Makes another client known to ConductorOne's token endpoint, with a random secret; a state file keeps it.</summary>
    /// <param name="name">The part of its id before the <c>@</c>.</param>
    /// <param name="suffix">The part of its id behind the <c>/</c>.</param>
    /// <param name="tenant">
    /// The host, with its port if there is one, that the client and its tokens are for alone; what clients of other hosts hold does not open
    /// it. It begins with the seed's automations and goes its own way from there: see <see cref="StateOf"/>. Null, the default, for the host
    /// of <see cref="Url"/> and any other that leads here.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">A part of the id is missing, or the id is taken.</exception>
    public Task<ConductorOneCredentials> AddClientAsync(
        string name, string suffix = "spc", string? tenant = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(suffix);
        return Composition.Tokens.AddClientAsync(name, suffix, tenant, cancellationToken);
    }

    /// <summary>Forgets a client: it gets no more tokens. Those that it has live on until they expire or are revoked.</summary>
    /// <returns>Whether there was such a client.</returns>
    public bool RemoveClient(string clientId) => Composition.Tokens.RemoveClient(clientId);

    /// <summary>Revokes the access tokens of a ConductorOne client.</summary>
    /// <param name="clientId">The client; null, the default, for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many there were.</returns>
    public Task<int> RevokeTokensAsync(string? clientId = null, CancellationToken cancellationToken = default) =>
        Composition.Tokens.RevokeAsync(clientId, cancellationToken);

    /// <summary>An OIDC token of a workload that ConductorOne's token endpoint exchanges for an access token.</summary>
    /// <param name="clientId">The client that the workload wants to be; null, the default, for the one of <see cref="Credentials"/>.</param>
    /// <param name="subject">The workload.</param>
    /// <param name="lifetime">How long it is valid; default ten minutes.</param>
    public string IssueSubjectToken(string? clientId = null, string subject = "workload", TimeSpan? lifetime = null) =>
        Composition.Tokens.IssueSubjectToken(clientId, subject, lifetime);

    /// <summary>Stops the server. Work that a request has begun ends after its present batch; a state file keeps what was done.</summary>
    public ValueTask DisposeAsync() => Composition.DisposeAsync();
}
