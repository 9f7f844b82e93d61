using System.CommandLine;
using System.Globalization;
using System.Net;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>What <c>ectl serve</c> lets people decide about the server.</summary>
internal sealed class ServeOptions
{
    private const string DefaultAddress = "http://127.0.0.1:0";
    private const double DefaultTerminateDelay = 250;
    private const int DefaultTokenLifetime = 3600;

    // A day: more is refused by the server itself, but no number may overflow on the way to it.
    private const double MostMilliseconds = 24 * 60 * 60 * 1000;

    private readonly Option<string> _url = new("--url")
    {
        Description = $"Where to listen; port 0 takes a free one. Default: {DefaultAddress}",
        HelpName = "address",
    };

    private readonly Option<string[]> _allowHost = new("--allow-host")
    {
        Description = "A further host, with a port or for all ports, by which the server may be called and whose pages may call it; may be given again. "
            + "Default: none beyond loopback names, the host of --url and tenants.",
        HelpName = "host",
    };

    private readonly Option<string> _state = File("--state", "A file that keeps the state; several servers may use one. Default: memory only.");

    private readonly Option<string> _seed = File("--seed", "A JSON file with the state to begin with. Default: the built-in seed.");

    private readonly Option<int?> _seedPaused = new("--seed-paused")
    {
        Description = "How many paused executions aut_backlog begins with. Default: 12000",
        HelpName = "number",
    };

    private readonly Option<int?> _pausedEvery = new("--paused-every")
    {
        Description = "Let tripped breakers pause another execution every so many milliseconds. Default: never",
        HelpName = "milliseconds",
    };

    private readonly Option<string> _resolveAnswer = new("--resolve-answer")
    {
        Description = "Which answer resolve_paused gives: the counts, or a bulkActionId while the work goes on. Default: counts",
        HelpName = "counts|bulk-action",
    };

    private readonly Option<double?> _resolveTime = Milliseconds("--resolve-time", "How long settling one paused execution takes. Default: 0");

    private readonly Option<double?> _terminateDelay =
        Milliseconds("--terminate-delay", "How long after terminate a ConductorOne execution ends. Default: 250");

    private readonly Option<int?> _tokenLifetime =
        new("--token-lifetime") { Description = "How long ConductorOne's access tokens live. Default: 3600", HelpName = "seconds" };

    private readonly Option<string> _rules = File("--rules", "A JSON file with faults to rehearse. Default: none.");

    private readonly Option<bool> _rateLimits =
        new("--rate-limits") { Description = "Keep the services' rate limits: Codegen's 60 requests in 30 s. Default: not." };

    private readonly Option<bool> _https = new("--https")
    {
        Description = "Answer over https, too, with a certificate of a local authority that is made once and kept; prints the file to trust. Default: not.",
    };

    private readonly Option<int?> _httpsPort = new("--https-port") { Description = "The port for https; 0 takes a free one. Default: 0", HelpName = "port" };

    private readonly Option<string> _certificates =
        File("--certificates", "The folder that keeps the authority. Default: in the user's folder for local data.", "folder");

    private readonly Option<bool?> _control = new("--control")
    {
        Description =
            "Whether /_control is there, to look at the server and change it with the token of the ready line. Default: true on loopback, false elsewhere",
        HelpName = "true|false",
    };

    private readonly Option<string[]> _break = new("--break")
    {
        // The names are not listed here: help of other commands must not load the server for them.
        Description = "Break the contract on purpose, to see whether a test notices; may be given again. A name that does not exist lists those that do.",
        HelpName = "name",
    };

    private readonly Option<int?> _chance = new("--chance")
    {
        Description = "The seed of chance and of request ids; the same one makes the same run. Default: 0",
        HelpName = "number",
    };

    public ServeOptions(Command command)
    {
        _url.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Address(token.Value) is null)
            {
                result.AddError(token.Value.Contains('@', StringComparison.Ordinal)
                    ? "--url holds a user name or password: an address to listen on has none, such as http://127.0.0.1:8080."
                    : $"'{token.Value}' is no address to listen on, such as http://127.0.0.1:8080.");
            }
        });
        command.Validators.Add(result =>
        {
            foreach (var option in ((Option[])[_httpsPort, _certificates])
                .Where(option => result.GetResult(option) is { Implicit: false } && result.GetResult(_https) is not { Implicit: false }))
            {
                result.AddError($"{option.Name} is of use with https only: give --https, too.");
            }
        });
        _break.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ContractViolationName.Parse(token.Value) is null))
            {
                result.AddError($"--break knows no '{token.Value}': there are {string.Join(", ", ContractViolationName.All)}.");
            }
        });
        _resolveAnswer.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && token.Value is not ("counts" or "bulk-action"))
            {
                result.AddError($"--resolve-answer knows no '{token.Value}': there are counts and bulk-action.");
            }
        });
        Option[] options =
        [
            _url, _allowHost, _state, _seed, _seedPaused, _pausedEvery, _resolveAnswer, _resolveTime, _terminateDelay, _tokenLifetime, _rules,
            _rateLimits, _control, _https, _httpsPort, _certificates, _break, _chance,
        ];
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    /// <summary>The server's options as the command line has them.</summary>
    public ReferenceServerOptions Read(ParseResult parsed) => new()
    {
        Url = Address(parsed.GetValue(_url) ?? DefaultAddress)!,
        AllowedHosts = parsed.GetValue(_allowHost) ?? [],
        StateFile = parsed.GetValue(_state),
        SeedFile = parsed.GetValue(_seed),
        SeedPaused = parsed.GetValue(_seedPaused),
        PausedEvery = parsed.GetValue(_pausedEvery) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        ResolveAnswer = parsed.GetValue(_resolveAnswer) is "bulk-action" ? ResolveAnswer.BulkAction : ResolveAnswer.Counts,
        ResolveTimePerExecution = TimeSpan.FromMilliseconds(parsed.GetValue(_resolveTime) ?? 0),
        TerminateDelay = TimeSpan.FromMilliseconds(parsed.GetValue(_terminateDelay) ?? DefaultTerminateDelay),
        TokenLifetime = TimeSpan.FromSeconds(parsed.GetValue(_tokenLifetime) ?? DefaultTokenLifetime),
        RulesFile = parsed.GetValue(_rules),
        RateLimits = parsed.GetValue(_rateLimits),
        Https = parsed.GetValue(_https),
        HttpsPort = parsed.GetValue(_httpsPort) ?? 0,
        CertificateFolder = parsed.GetValue(_certificates),
        ContractViolations = (parsed.GetValue(_break) ?? []).Select(name => ContractViolationName.Parse(name)!.Value).ToHashSet(),
        Control = parsed.GetValue(_control),
        Seed = parsed.GetValue(_chance) ?? 0,
    };

    /// <summary>Whether an address can be called from this machine alone.</summary>
    public static bool IsLoopback(Uri address) =>
        string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static Option<double?> Milliseconds(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "milliseconds" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && !(double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= MostMilliseconds))
            {
                result.AddError($"{name} must be 0 to {MostMilliseconds.ToString(CultureInfo.InvariantCulture)} milliseconds, not '{token.Value}'.");
            }
        });
        return option;
    }

    private static Option<string> File(string name, string description, string what = "file")
    {
        var option = new Option<string>(name) { Description = description, HelpName = what };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && string.IsNullOrWhiteSpace(token.Value))
            {
                result.AddError($"{name} needs the name of a {what}.");
            }
        });
        return option;
    }

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" && address.PathAndQuery is "/" && address.UserInfo.Length == 0
            ? address
            : null;
}
