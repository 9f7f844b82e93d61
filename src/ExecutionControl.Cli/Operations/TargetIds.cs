using System.Globalization;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>The ids of one kind of target: which are some, and when two are the same.</summary>
internal sealed class TargetIds
{
    /// <summary>What the client takes at most.</summary>
    private const int MaxLength = 512;

    private readonly long? _least;

    private TargetIds(string kind, string name, long? least)
    {
        Kind = kind;
        Name = name;
        _least = least;
    }

    /// <summary>What the ids are of, such as "agent run".</summary>
    public string Kind { get; }

    /// <summary>What stands for one in a usage line, such as <c>automation-id</c>.</summary>
    public string Name { get; }

    public static TargetIds Of(ControlTargetKind kind) => kind.Id switch
    {
        "automations" => Text("automation-id", kind.Noun),
        "automation-executions" => Numbers("execution-id", kind.Noun, long.MinValue),
        "agent-runs" => Numbers("run-id", kind.Noun, least: 1),
        "executions" => Text("execution-id", kind.Noun),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nothing is known of such ids."),
    };

    /// <summary>Ids that the service takes as text.</summary>
    /// <param name="name">What stands for one in a usage line.</param>
    /// <param name="kind">What they are of.</param>
    public static TargetIds Text(string name, string kind) => new(kind, name, least: null);

    /// <summary>Ids that the service takes as 64-bit whole numbers.</summary>
    /// <param name="name">What stands for one in a usage line.</param>
    /// <param name="kind">What they are of.</param>
    /// <param name="least">The least of them.</param>
    public static TargetIds Numbers(string name, string kind, long least) => new(kind, name, least);

    /// <summary>An id as a number; only for one that was accepted.</summary>
    public static long ToNumber(string id) => TryRead(id, out var number) ? number : throw new InvalidOperationException("The id was not checked.");

    public static bool TryRead(string text, out long id) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out id);

    /// <summary>What is wrong with an id, or null.</summary>
    public string? ComplaintAbout(string id) => _least is { } least ? ComplaintAboutNumber(id, least) : ComplaintAboutText(id);

    /// <summary>The one way to write an id, by which two are the same; only for one that was accepted.</summary>
    public string Canonical(string id) => _least is null ? id : ToNumber(id).ToString(CultureInfo.InvariantCulture);

    /// <summary>An empty one, "." and ".." would address something else, and none holds a space.</summary>
    private string? ComplaintAboutText(string id) => id switch
    {
        "" or "." or ".." => $"'{id}' is no {Kind} id.",
        { Length: > MaxLength } => $"That is no {Kind} id: it is longer than {MaxLength} characters.",
        _ when PastedText.Complaint(id) is { } complaint => $"'{PlainText.OneLine(id)}' is no {Kind} id: it {complaint}.",
        _ when id.Any(character => character is '/' or '\\' || char.IsSurrogate(character)) =>
            $"'{id}' is no {Kind} id: it holds a slash or another character that no id has.",
        _ => null,
    };

    private string? ComplaintAboutNumber(string id, long least) => TryRead(id, out var number) && number >= least
        ? null
        : PastedText.Complaint(id) is { } complaint
            ? $"'{PlainText.OneLine(id)}' is no {Kind} id: it {complaint}."
            : $"'{id}' is no {Kind} id: it is a {(least > 0 ? "positive " : string.Empty)}whole number of at most 64 bits, such as 839265.";
}
