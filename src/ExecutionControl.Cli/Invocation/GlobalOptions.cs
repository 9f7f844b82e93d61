using System.CommandLine;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    public GlobalOptions() => Profile.Validators.Add(result =>
    {
        if (result.GetResult(Sandbox) is { Implicit: false })
        {
            result.AddError("--sandbox has an account of its own and reads no profile: leave --sandbox or --profile out.");
        }
        else if (result.Tokens is [var token, ..] && string.IsNullOrWhiteSpace(token.Value))
        {
            result.AddError("--profile needs the name of a profile.");
        }
    });

    public Option<bool> Sandbox { get; } = new("--sandbox")
    {
        Description = "Ask the sandbox: a reference server inside this process that keeps its state between commands. No account, no real service.",
        Recursive = true,
    };

    public Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Go ahead without asking.",
        Recursive = true,
    };

    public Option<string> Output { get; } = new ChoiceOption("--output", ["table", "json"], "-o")
    {
        Description = "How to answer: table is text for people, json is one document for programs. Default: table.",
        Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say more on stderr: the credential's source, every attempt, progress also with --output json, and where ectl failed if it did.",
        Recursive = true,
    };

    public Option<string> Profile { get; } = new("--profile")
    {
        Description = "The accounts to use, before the environment. Default: ECTL_PROFILE, then the one that 'ectl profile use' chose.",
        HelpName = "name",
        Recursive = true,
    };

    public Option<bool> NoTokenCache { get; } = new("--no-token-cache")
    {
        Description = "Neither use nor keep access tokens of other runs: ask ConductorOne for one of this run's own.",
        Recursive = true,
    };

    public IEnumerable<Option> All => [Sandbox, Profile, NoTokenCache, Yes, Output, Verbose];

    public OutputFormat FormatOf(ParseResult parseResult) => IsJson(parseResult.GetValue(Output)) ? OutputFormat.Json : OutputFormat.Table;

    /// <summary>Whether JSON was asked for on a command line that cannot be parsed as a whole.</summary>
    public static bool AsksForJson(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count && !string.Equals(arguments[i], "--", StringComparison.Ordinal); i++)
        {
            var parts = arguments[i].Split(['=', ':'], 2);
            if (parts[0] is "--output" or "-o" && IsJson(parts.Length > 1 ? parts[1] : arguments.ElementAtOrDefault(i + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsJson(string? value) => string.Equals(value, "json", StringComparison.OrdinalIgnoreCase);
}
