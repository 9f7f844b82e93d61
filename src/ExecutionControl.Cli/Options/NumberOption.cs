using System.CommandLine;
using System.Globalization;

namespace ExecutionControl.Cli.Options;

/// <summary>An option whose value is a whole number.</summary>
internal sealed class NumberOption : Option<long?>
{
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="meaning">What the number is; null for a value of the option.</param>
    /// <param name="least">The least that it takes.</param>
    public NumberOption(string name, string description, string? meaning = null, long least = 1)
        : base(name)
    {
        Description = description;
        HelpName = "number";
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && !(long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least))
            {
                result.AddError(
                    $"'{token.Value}' is no {meaning ?? $"value for {name}"}: it is a {(least > 0 ? "positive whole number" : "whole number, or 0")}.");
            }
        });
    }
}
