using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary>A look taken apart into single facts, so that two looks can be compared.</summary>
internal sealed class StatusFacts
{
    /// <summary>What stands for the state of a service or an item.</summary>
    public const string State = "state";

    private readonly Dictionary<StatusKey, StatusFact> _facts = [];

    private StatusFacts()
    {
    }

    public static StatusFacts None { get; } = new();

    /// <summary>Everything that changed since another look, in the order of this one, and last what is gone.</summary>
    public IEnumerable<(StatusKey Key, StatusFact? Now, StatusFact? Before)> ChangesSince(StatusFacts before) =>
    [
        .. _facts.Where(fact => before.Find(fact.Key) is not { } then || then.Value != fact.Value.Value)
            .Select(fact => (fact.Key, (StatusFact?)fact.Value, before.Find(fact.Key))),
        .. before._facts.Where(fact => !_facts.ContainsKey(fact.Key)).Select(fact => (fact.Key, (StatusFact?)null, (StatusFact?)fact.Value)),
    ];

    public StatusFact? Find(StatusKey key) => _facts.GetValueOrDefault(key);

    /// <summary>Takes a look apart. Of a service that could not be looked at stays what was known before: nothing of it is gone.</summary>
    /// <param name="looks">What was seen.</param>
    /// <param name="before">The look before.</param>
    public static StatusFacts Of(IEnumerable<AccountStatus> looks, StatusFacts before)
    {
        var facts = new StatusFacts();
        foreach (var look in looks)
        {
            var service = look.Service.JsonName;
            facts._facts[new StatusKey(service, null, State)] = new StatusFact(look.State.ToString().ToLowerInvariant(), null, look.Message);
            if (look.State == LookState.Failed)
            {
                foreach (var (key, fact) in before._facts.Where(fact => fact.Key.Service == service && fact.Key != new StatusKey(service, null, State)))
                {
                    facts._facts[key] = fact;
                }
            }

            foreach (var figure in look.Status?.Figures ?? [])
            {
                facts._facts[new StatusKey(service, null, figure.Name)] = StatusFact.Of(figure.Count);
            }

            foreach (var item in look.Status?.Items ?? [])
            {
                facts._facts[new StatusKey(service, item.Id, State)] = new StatusFact(item.State, null, null);
                facts._facts[new StatusKey(service, item.Id, "pausedExecutions")] = StatusFact.Of(item.Paused);
            }
        }

        return facts;
    }
}

/// <summary>What a fact is about.</summary>
/// <param name="Service">The service, as documents have it.</param>
/// <param name="Item">The id of one item; null for the service as a whole.</param>
/// <param name="Name">What it says.</param>
internal sealed record StatusKey(string Service, string? Item, string Name);

/// <summary>One fact.</summary>
/// <param name="Value">What is so; null where nobody knows.</param>
/// <param name="Count">The count as a number, where it is one.</param>
/// <param name="Message">Why, where that is known.</param>
internal sealed record StatusFact(string? Value, BoundedCount? Count, string? Message)
{
    public static StatusFact Of(BoundedCount? count) => new(count?.ToString(), count, null);

    /// <summary>How much more or less there is than there was; null where one of the two is not known for certain.</summary>
    public int? ChangeSince(StatusFact? before) => Count is { IsLowerBound: false } now && before?.Count is { IsLowerBound: false } then
        ? now.Count - then.Count
        : null;
}
