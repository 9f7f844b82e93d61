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
    /// <param name="isSingle">Whether the service takes one state only.</param>
    public StateOption(string name, IReadOnlyList<string> names, bool isSingle = false)
        : base(name)
    {
        _names = names;
        Description = isSingle
            ? $"Keep those in this state: {string.Join(", ", names)}."
            : $"Keep those in this state; may be given several times: {string.Join(", ", names)}.";
        HelpName = name.TrimStart('-');
        Arity = ArgumentArity.OneOrMore;
        CompletionSources.Add([.. names]);
        Validators.Add(result =>
        {
            if (isSingle && result.Tokens.Count > 1)
            {
                result.AddError($"{name} takes one {HelpName}: the service can keep no more.");
            }

            foreach (var token in result.Tokens.Where(token => StateName.Known(token.Value, names) is null))
            {
                var hint = NearestName.Of(token.Value, names) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty;
                result.AddError($"There is no {HelpName} '{token.Value}'.{hint}");
            }
        });
    }

    /// <summary>The states that were asked for, in the service's words but for the case; empty for all.</summary>
    public IReadOnlyList<string> In(ParseResult parseResult) =>
        [.. (parseResult.GetValue(this) ?? []).Select(typed => StateName.ToService(typed, _names))];
}
