using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference;

/// <summary>How a <see cref="ReferenceServer"/> is to behave.</summary>
public sealed class ReferenceServerOptions
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    /// <summary>
    /// Where to listen: an http URL without a path. Port 0 takes a free one. Default <c>http://127.0.0.1:0</c>. On an address that is
    /// not loopback the published sandbox credentials do not work; the server makes random ones instead. With <c>0.0.0.0</c> or
    /// <c>[::]</c> it names a loopback address, which works from this machine; clients elsewhere put the host that they call in its place, in
    /// the client id, too. <c>localhost</c> is <c>127.0.0.1</c> and, where there is IPv6, <c>[::1]</c>, with the same port.
    /// </summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:0");

    /// <summary>
    /// Further hosts by which the server may be called, and whose pages may call it, each with a port or for all ports. On loopback a
    /// request with a Host that is neither a loopback name nor that of <see cref="Url"/>, a tenant's or one of these is refused with 421;
    /// elsewhere only where there are any of these. A page of another origin is refused with 403 everywhere. Default: none.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// Whether the server answers over https, too, on a port of its own, with a certificate from an authority that it makes for this machine
    /// and keeps. Default: not.
    /// </summary>
    public bool Https { get; set; }

    /// <summary>The port for https, 0 to 65535; 0, the default, takes a free one.</summary>
    public int HttpsPort { get; set; }

    /// <summary>
    /// The folder that keeps the certificate authority, made if it is missing, readable by its owner alone. Null, the default, is
    /// <c>ExecutionControl/certificates</c> in the user's folder for local data.
    /// </summary>
    public string? CertificateFolder { get; set; }

    /// <summary>
    /// The file that keeps the state, made if it is missing, readable by its owner alone. Several processes may use one file at once.
    /// Null, the default, keeps the state in memory.
    /// </summary>
    public string? StateFile { get; set; }

    /// <summary>
    /// How many paused executions <c>aut_backlog</c> begins with, 0 to 10 000 000; null, the default, for 12 000. It does not touch a state
    /// file that holds a state already, nor does it go together with <see cref="SeedFile"/>.
    /// </summary>
    public int? SeedPaused { get; set; }

    /// <summary>
    /// A JSON file with the state to begin with, in the place of the default seed: its form is in the guide to the reference server. It does
    /// not touch a state file that holds a state already.
    /// </summary>
    public string? SeedFile { get; set; }

    /// <summary>
    /// How often each breaker that the seed leaves tripped pauses another execution, 1 ms to a year, by the server's clock, until it is
    /// cleared; null, the default, for never.
    /// </summary>
    public TimeSpan? PausedEvery { get; set; }

    /// <summary>The clock of everything the server does. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Which answer <c>resolve_paused</c> gives. Default: <see cref="ResolveAnswer.Counts"/>.</summary>
    public ResolveAnswer ResolveAnswer { get; set; }

    /// <summary>
    /// How long an access token is valid, a second to a year. Default 3600 s; ConductorOne's TypeScript client keeps every token for an hour whatever the
    /// answer says, so that shorter ones break it.
    /// </summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after an accepted <c>terminate</c> the execution's state becomes TERMINATE, up to a year. Default 250 ms.</summary>
    public TimeSpan TerminateDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long settling one paused execution takes, up to a day. Default zero.</summary>
    public TimeSpan ResolveTimePerExecution { get; set; }

    /// <summary>
    /// Whether <c>/_control</c> is there, by which a holder of the control token looks at the server and changes it. Null, the default,
    /// means yes on loopback and no elsewhere.
    /// </summary>
    public bool? Control { get; set; }

    /// <summary>Faults to rehearse from the start; <see cref="ReferenceServer.Faults"/> changes them later. Default: none.</summary>
    public IList<FaultRule> Faults { get; set; } = [];

    /// <summary>A JSON file with rules that come after <see cref="Faults"/>: its form is in the guide to the reference server. Default: none.</summary>
    public string? RulesFile { get; set; }

    /// <summary>
    /// The ways in which the server breaks the services' contract on purpose. Answers that <see cref="Faults"/> changed are left as they
    /// are. Default: none.
    /// </summary>
    public ISet<ContractViolation> ContractViolations { get; set; } = new HashSet<ContractViolation>();

    /// <summary>Whether the services' rate limits are in force: Codegen's 60 requests in 30 s for each token. Default: not.</summary>
    public bool RateLimits { get; set; }

    /// <summary>
    /// Where request ids and the chance of <see cref="Faults"/> come from: servers with the same seed give the same ones in the same
    /// order. Default 0.
    /// </summary>
    public int Seed { get; set; }

    /// <summary>Where the server logs what it starts with and the faults of its own. Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// How long another process that holds the state file is waited for. It may be in the middle of a batch, which is never longer than a
    /// fraction of a second.
    /// </summary>
    internal TimeSpan StatePatience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>What makes further services than the three, each of the rate limits and the server's clock. Default: nothing.</summary>
    internal IList<Func<RateLimits, TimeProvider, IService>> FurtherServices { get; } = [];

    /// <summary>Refuses values that the server cannot work with.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    internal void Validate()
    {
        Demand(
            Url is { IsAbsoluteUri: true, Scheme: "http", PathAndQuery: "/", UserInfo: "", Fragment: "" },
            nameof(Url), $"must be an http address without a path, such as http://127.0.0.1:0, not {Url}");
        Demand(
            AllowedHosts is not null && AllowedHosts.All(host => host is not null && HostName.Parse(host) is not null),
            nameof(AllowedHosts), "must be hosts, each with a port or without, such as sandbox.test or localhost:3000");
        Demand(HttpsPort is >= 0 and <= 65535, nameof(HttpsPort), "must be 0 to 65535");
        Demand(
            CertificateFolder is null || !string.IsNullOrWhiteSpace(CertificateFolder),
            nameof(CertificateFolder),
            "must be a folder; null means the user's own");
        Demand(TimeProvider is not null, nameof(TimeProvider), "is missing");
        Demand(StateFile is null || !string.IsNullOrWhiteSpace(StateFile), nameof(StateFile), "must be a file; null keeps the state in memory");
        Demand(TokenLifetime >= TimeSpan.FromSeconds(1) && TokenLifetime <= Year, nameof(TokenLifetime), "must be a second to a year");
        Demand(TerminateDelay >= TimeSpan.Zero && TerminateDelay <= Year, nameof(TerminateDelay), "must be zero to a year");
        Demand(
            ResolveTimePerExecution >= TimeSpan.Zero && ResolveTimePerExecution <= TimeSpan.FromDays(1),
            nameof(ResolveTimePerExecution),
            "must be zero to a day");
        Demand(Faults is not null && Faults.All(rule => rule is not null), nameof(Faults), "has a rule that is null");
        Demand(
            ContractViolations is { Count: 0 } || ContractViolations?.All(Enum.IsDefined) is true,
            nameof(ContractViolations),
            "has one that does not exist");
        Demand(RulesFile is null || !string.IsNullOrWhiteSpace(RulesFile), nameof(RulesFile), "must be a file; null means none");
        Demand(SeedPaused is null or (>= 0 and <= SeedCheck.MostPaused), nameof(SeedPaused), "must be 0 to 10 000 000");
        Demand(SeedFile is null || !string.IsNullOrWhiteSpace(SeedFile), nameof(SeedFile), "must be a file; null means the default seed");
        Demand(SeedFile is null || SeedPaused is null, nameof(SeedPaused), "changes the default seed and cannot be used together with a seed file");
        Demand(
            PausedEvery is null || (PausedEvery >= TimeSpan.FromMilliseconds(1) && PausedEvery <= Year),
            nameof(PausedEvery),
            "must be a millisecond to a year");
        Demand(Enum.IsDefined(ResolveAnswer), nameof(ResolveAnswer), "is none of the answers that exist");
    }

    private static void Demand(bool isValid, string option, string rule)
    {
        if (!isValid)
        {
            throw new ArgumentException($"The reference server's option {option} {rule}.", option);
        }
    }
}
