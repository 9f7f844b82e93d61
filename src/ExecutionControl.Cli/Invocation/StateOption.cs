using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;

namespace ExecutionControl.Cli.Invocation;

/// <summary>An option that keeps items in some states, by the service's names or shorter ones.</summary>
internal sealed class StateOption : Option<string[]>
{
    private readonly IReadOnlyList<string> _names;

    /// <param name="name">The option's name.</param>
    /// <param name="names">The states that there are.</param>
    public StateOption(string name, IReadOnlyList<string> names)
        : base(name)
    {
        _names = names;
        Description = $"Keep those in this state; may be given several times: {string.Join(", ", names)}.";
        HelpName = name.TrimStart('-');
        Arity = ArgumentArity.OneOrMore;
        CompletionSources.Add([.. names]);
        Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => StateName.Known(token.Value, names) is null))
            {
                var hint = NearestName.Of(token.Value, names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
                result.AddError($"There is no {HelpName} '{token.Value}'.{hint} There are {string.Join(", ", names)}.");
            }
        });
    }

    /// <summary>The states that were asked for, by their short names; none for all.</summary>
    public IReadOnlyList<string> NamesIn(ParseResult parseResult) =>
        [.. (parseResult.GetValue(this) ?? []).Select(typed => StateName.Known(typed, _names)!).Distinct(StringComparer.Ordinal)];
}
