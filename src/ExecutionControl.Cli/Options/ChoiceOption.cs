using System.CommandLine;

namespace ExecutionControl.Cli.Options;

/// <summary>An option whose value is one of a few words, in any case; a number never stands for one of them.</summary>
internal sealed class ChoiceOption : Option<string>
{
    public ChoiceOption(string name, IReadOnlyList<string> choices, params string[] aliases)
        : base(name, aliases)
    {
        HelpName = string.Join('|', choices);
        CompletionSources.Add([.. choices]);
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !choices.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"{name} takes {string.Join(" or ", choices)}, not '{token.Value}'.");
            }
        });
    }
}
