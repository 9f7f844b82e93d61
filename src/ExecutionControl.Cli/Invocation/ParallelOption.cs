using System.CommandLine;
using System.Globalization;

namespace ExecutionControl.Cli.Invocation;

/// <summary><c>--parallel</c>: how many targets are acted on at once.</summary>
internal sealed class ParallelOption : Option<string>
{
    /// <summary>More would only run into the services' rate limits.</summary>
    private const int Most = 16;

    public ParallelOption()
        : base("--parallel")
    {
        Description = $"Act on so many targets at once, at most {Most}. Default: 1, one after another.";
        HelpName = "number";
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Read(token.Value) is null)
            {
                result.AddError($"--parallel takes a whole number from 1 to {Most}, not '{token.Value}'.");
            }
        });
    }

    public int In(ParseResult parseResult) => parseResult.GetValue(this) is { } text ? Read(text) ?? 1 : 1;

    private static int? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number : null;
}
