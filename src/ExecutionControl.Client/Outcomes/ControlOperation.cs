using System.Collections.Frozen;
using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>
/// What is fixed about one operation of a service: what it acts on, whether it may be sent again, whether it can be undone, what a wait
/// looks for. All there are stand in <see cref="ControlOperations"/>.
/// </summary>
public sealed class ControlOperation
{
    private readonly string _phrase;

    /// <param name="targetKind">What it acts on.</param>
    /// <param name="verb">What follows the kind of target in the id.</param>
    /// <param name="name">The name in results and errors.</param>
    /// <param name="phrase">What it does, to be put after "to", with <c>{0}</c> for the target.</param>
    internal ControlOperation(ControlTargetKind targetKind, string verb, string name, string phrase)
    {
        TargetKind = targetKind;
        Id = $"{targetKind.Id}.{verb}";
        Name = name;
        _phrase = phrase;
    }

    /// <summary>The id, which never changes and may be stored: the kind of target and what is done, such as <c>automations.resolve-paused</c>.</summary>
    public string Id { get; }

    /// <summary>The service that is asked.</summary>
    public ControlService Service => TargetKind.Service;

    /// <summary>The name in results, errors, logs and metrics, such as <c>resolve-paused</c>: one of a kind within its service.</summary>
    public string Name { get; }

    /// <summary>What it acts on; for a list, what it lists.</summary>
    public ControlTargetKind TargetKind { get; }

    /// <summary>Whether it changes anything at the service. One that does not is a read: it can be repeated at will and leaves nothing unknown.</summary>
    public bool ChangesState { get; internal init; } = true;

    /// <summary>Whether it is sent again after an attempt that may have been processed.</summary>
    public ControlRepetition Repetition { get; internal init; }

    /// <summary>Why, and on what condition: a clause for a person, without a full stop.</summary>
    public string RepetitionReason { get; internal init; } = string.Empty;

    /// <summary>Whether a person may ask again, and do no harm, after a call that ended unknown.</summary>
    public bool IsSafeToRepeat { get; internal init; } = true;

    /// <summary>What to do instead of just asking again, in whole sentences; <see langword="null"/> where asking again is safe.</summary>
    public string? AdviceWhenUnsafe { get; internal init; }

    /// <summary>Whether one call may stop, start or settle many executions at once, and not its target alone.</summary>
    public bool SettlesMany { get; internal init; }

    /// <summary>
    /// Whether a person should be asked before it is done even to one target, as it settles many, stops something for good, or lets a
    /// runaway go on.
    /// </summary>
    public bool NeedsConfirmation { get; internal init; }

    /// <summary>Whether and how it can be undone; <see langword="null"/> for a read.</summary>
    public ControlUndo? Undo { get; internal init; }

    /// <summary>What a wait for its effect looks for; <see langword="null"/> where nothing can be seen afterwards, and for a read.</summary>
    public ControlGoal? Goal { get; internal init; }

    /// <summary>The decisions that it takes, such as <c>run</c> and <c>cancel</c>; empty for one that takes none.</summary>
    public IReadOnlyList<string> Decisions { get; private init; } = [];

    internal FrozenDictionary<string, ControlOperation> ByDecision
    {
        private get;
        init
        {
            field = value;
            Decisions = [.. value.Keys.Order(StringComparer.Ordinal)];
        }
    } = FrozenDictionary<string, ControlOperation>.Empty;

    /// <summary>
    /// The same operation with what is fixed about it once a decision is made: some can be undone in another way then, or have another goal.
    /// </summary>
    /// <param name="decision">One of <see cref="Decisions"/>, or <see langword="null"/> for none.</param>
    /// <returns>The operation, under the same id and name.</returns>
    /// <exception cref="ArgumentException">It takes no such decision.</exception>
    public ControlOperation WithDecision(string? decision) => decision switch
    {
        null => this,
        _ when ByDecision.TryGetValue(decision, out var decided) => decided,
        _ => throw new ArgumentException($"{Id} takes no decision '{decision}'.", nameof(decision)),
    };

    /// <summary>What it does to a target, to be put after "to".</summary>
    /// <param name="target">The target's id; for a list, the server or the organization.</param>
    /// <returns>The phrase, such as <c>terminate automation execution '42'</c>.</returns>
    public string Describe(string target) => _phrase.Replace("{0}", $"'{target}'", StringComparison.Ordinal);

    /// <summary>The id.</summary>
    /// <returns><see cref="Id"/>.</returns>
    public override string ToString() => Id;
}

/// <summary>Whether an operation is sent again after an attempt that may have been processed.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<ControlRepetition>))]
public enum ControlRepetition
{
    /// <summary>Nothing is said: it is not sent again.</summary>
    Unknown,

    /// <summary>Never: a second one would do more than the first.</summary>
    Never,

    /// <summary>As often as the retry options allow.</summary>
    Always,

    /// <summary>Only when a look at the target allows it, see <see cref="ControlOperation.RepetitionReason"/>.</summary>
    OnCondition,
}
