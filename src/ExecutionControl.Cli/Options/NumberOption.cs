using System.CommandLine;
using System.Globalization;

namespace ExecutionControl.Cli.Options;

/// <summary>An option whose value is a positive whole number.</summary>
internal sealed class NumberOption : Option<long?>
{
    public NumberOption(string name, string description, string? meaning = null)
        : base(name)
    {
        Description = description;
        HelpName = "number";
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && !(long.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
            {
                result.AddError($"'{token.Value}' is no {meaning ?? $"value for {name}"}: it is a positive whole number.");
            }
        });
    }
}
