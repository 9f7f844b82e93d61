using System.CommandLine;
using System.CommandLine.Parsing;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    private readonly Variables _variables;
    private readonly Lazy<CommandDefaults> _defaults;
    private readonly HashSet<Command> _withoutSandbox = [];

    /// <param name="variables">The environment, which may say some of it, too.</param>
    /// <param name="readDefaults">Reads what the user wants where nothing else is said; asked once, and only where it matters.</param>
    public GlobalOptions(Variables variables, Func<CommandDefaults> readDefaults)
    {
        _variables = variables;
        _defaults = new(readDefaults);
        Profile.Validators.Add(CheckProfile);
    }

    public Option<bool> Sandbox { get; } = new("--sandbox")
    {
        Description = "Ask the sandbox: a reference server inside this process that keeps its state between commands. ECTL_SANDBOX=1 says the same.",
        Recursive = true,
    };

    public Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Go ahead without asking. Where there is no terminal, what is asked about needs it.",
        Recursive = true,
    };

    public Option<string> Output { get; } = new ChoiceOption("--output", ["table", "json", "jsonl", "name", "wide"], "-o")
    {
        Description = "How to answer: table is text for people, json is one document for programs, jsonl a document on each line. Of lists also: "
            + "name is ids alone, wide is every column whole. Default: table.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say more on stderr: the credential's source, every attempt, progress also with --output json, and where ectl failed if it did.",
        Recursive = true,
    };

    public Option<string> Profile { get; } = new("--profile")
    {
        Description = "The accounts to use. Default: what ECTL_PROFILE names, then the services' variables, then the profile in use.",
        HelpName = "name",
        Recursive = true,
    };

    public Option<bool> NoTokenCache { get; } = new("--no-token-cache")
    {
        Description = "Neither use nor keep access tokens of other runs: ask ConductorOne for one of this run's own.",
        Recursive = true,
    };

    public Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Say nothing on stderr but warnings and failures.",
        Recursive = true,
    };

    public Option<bool> Debug { get; } = new("--debug")
    {
        Description = "Show requests and answers on stderr, without their secrets; says all that --verbose says, too.",
        Recursive = true,
    };

    public Option<string> Colour { get; } = new ChoiceOption("--color", ["auto", "always", "never"])
    {
        Description = "Whether to colour what is printed. Default: auto, on terminals only; NO_COLOR, CLICOLOR and FORCE_COLOR are heeded.",
        Recursive = true,
    };

    /// <summary>Only of commands that change something.</summary>
    public Option<string> Confirm { get; } = new("--confirm")
    {
        Description = "Go ahead without asking, with this profile and no other: what a protected profile takes in place of --yes.",
        HelpName = "profile",
    };

    /// <summary>Only of commands that change something.</summary>
    public Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Show the request that would be sent, without its secrets, and send nothing.",
    };

    /// <summary>Only of commands that change something.</summary>
    public Option<string> Plan { get; } = new("--plan")
    {
        Description = "Write what would be done, to which targets and in which states these are now, into a file that 'ectl apply' carries out, "
            + "and send nothing; - is standard output.",
        HelpName = "file",
    };

    /// <summary>Only of commands that are about runs.</summary>
    public Option<string> Journal { get; } = new("--journal")
    {
        Description = "Keep the run in a PostgreSQL database, such as postgres://user@host/database, in place of a file, so that many machines can work on it; "
            + "the password comes from ~/.pgpass. ECTL_JOURNAL says the same.",
        HelpName = "address",
    };

    public IEnumerable<Option> All => [Sandbox, Profile, NoTokenCache, Yes, Output, Colour, Quiet, Verbose, Debug];

    /// <summary>What the user wants where neither the command line nor a variable says otherwise.</summary>
    public CommandDefaults Defaults => _defaults.Value;

    /// <summary>
    /// Whether the sandbox is asked: by the option, else by the variable, else by the user's default, which gives way to a profile that is named.
    /// </summary>
    public bool IsSandbox(ParseResult parseResult) => parseResult.GetResult(Sandbox) is { Implicit: false }
        ? parseResult.GetValue(Sandbox)
        : _variables.Switch(VariableNames.Sandbox)
            ?? (!_withoutSandbox.Contains(parseResult.CommandResult.Command)
                && parseResult.GetResult(Profile) is not { Implicit: false }
                && _variables[VariableNames.Profile] is null
                && Defaults.IsSandbox);

    /// <summary>Refuses the sandbox to a command that is about accounts of the user's own.</summary>
    /// <param name="command">The command.</param>
    /// <param name="why">What to say after the option or variable that asks for it.</param>
    public void RefuseSandbox(Command command, string why)
    {
        _withoutSandbox.Add(command);
        command.Validators.Add(result =>
        {
            if (SandboxIn(result) is { } sandbox)
            {
                result.AddError($"{sandbox} {why}");
            }
        });
    }

    /// <summary>What asks for the sandbox, the option or the variable; null where neither does.</summary>
    private string? SandboxIn(SymbolResult result) =>
        result.GetResult(Sandbox) is { Implicit: false }
            ? (result.GetValue(Sandbox) ? "--sandbox" : null)
            : (_variables.Switch(VariableNames.Sandbox) is true ? VariableNames.Sandbox : null);

    /// <summary>Whether what commands do is written into the history: by the variable, else by the user's default.</summary>
    public bool KeepsHistory => _variables.Switch(VariableNames.History) ?? Defaults.KeepsHistory;

    /// <summary>What is wrong with the variables, or null.</summary>
    public string? ComplaintAboutVariables() => new[] { VariableNames.Sandbox, VariableNames.History }
        .Where(name => _variables[name] is not null && _variables.Switch(name) is null)
        .Select(name => $"{name} is 1 or 0, not '{_variables[name]}'.")
        .FirstOrDefault();

    /// <summary>Whether a list is to print ids alone.</summary>
    public bool IsNames(ParseResult parseResult) => string.Equals(parseResult.GetValue(Output), "name", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a list is to print every column whole, however wide the terminal is.</summary>
    public bool IsWide(ParseResult parseResult) => string.Equals(parseResult.GetValue(Output), "wide", StringComparison.OrdinalIgnoreCase);

    public OutputFormat FormatOf(ParseResult parseResult) => Format(parseResult.GetValue(Output) ?? Defaults.Output);

    /// <summary>Whether colours are wanted everywhere or nowhere; null where that is not said.</summary>
    public bool? IsColoured(ParseResult parseResult) => parseResult.GetValue(Colour)?.ToUpperInvariant() switch
    {
        "ALWAYS" => true,
        "NEVER" => false,
        _ => null,
    };

    /// <summary>How much to say; the loudest of the options wins.</summary>
    public Verbosity VerbosityOf(ParseResult parseResult) => parseResult switch
    {
        _ when parseResult.GetValue(Debug) => Verbosity.Debug,
        _ when parseResult.GetValue(Verbose) => Verbosity.Verbose,
        _ when parseResult.GetValue(Quiet) => Verbosity.Quiet,
        _ => Verbosity.Normal,
    };

    /// <summary>Whether JSON was asked for on a command line that cannot be parsed as a whole.</summary>
    public bool AsksForJson(IReadOnlyList<string> arguments) => AsksForJsonIn(arguments) ?? IsJson(Defaults.Output);

    /// <summary>Whether a command line asks for JSON, or for something else; null where it says nothing of it.</summary>
    public static bool? AsksForJsonIn(IReadOnlyList<string> arguments)
    {
        bool? found = null;
        for (var i = 0; i < arguments.Count && !string.Equals(arguments[i], "--", StringComparison.Ordinal); i++)
        {
            var parts = arguments[i].Split(['=', ':'], 2);
            if (arguments[i].StartsWith("-o", StringComparison.Ordinal) && IsJson(arguments[i][2..]))
            {
                return true;
            }

            if (parts[0] is "--output" or "-o")
            {
                if (IsJson(parts.Length > 1 ? parts[1] : arguments.ElementAtOrDefault(i + 1)))
                {
                    return true;
                }

                found = false;
            }
        }

        return found;
    }

    private void CheckProfile(OptionResult result)
    {
        if (SandboxIn(result) is { } sandbox)
        {
            result.AddError($"{sandbox} has an account of its own and reads no profile: leave {sandbox} or --profile out.");
        }
        else if (result.Tokens is [var token, ..] && string.IsNullOrWhiteSpace(token.Value))
        {
            result.AddError("--profile needs the name of a profile.");
        }
    }

    private static bool IsJson(string? value) => Format(value) != OutputFormat.Table;

    private static OutputFormat Format(string? value) => value?.ToUpperInvariant() switch
    {
        "JSON" => OutputFormat.Json,
        "JSONL" => OutputFormat.JsonLines,
        _ => OutputFormat.Table,
    };
}
