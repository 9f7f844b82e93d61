using System.Globalization;

namespace ExecutionControl.Client.Codegen;

/// <summary>One run of a Codegen agent.</summary>
public sealed record AgentRun
{
    private readonly EquatableList<AgentRunPullRequest> _pullRequests = new([]);

    /// <summary>The run's number.</summary>
    public required long Id { get; init; }

    /// <summary>The organization that the run belongs to.</summary>
    public required long OrganizationId { get; init; }

    /// <summary>Where the run stands.</summary>
    public AgentRunState State { get; init; }

    /// <summary>When the run was created; <see langword="null"/> where the service gave no time that can be read. Without a zone it is UTC.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the run was created, as the service writes it.</summary>
    public string? CreatedAtText { get; init; }

    /// <summary>Where a person can see the run.</summary>
    public string? WebUrl { get; init; }

    /// <summary>What the run came to; <see langword="null"/> while it works.</summary>
    public string? Result { get; init; }

    /// <summary>What the run was about, in a sentence or two.</summary>
    public string? Summary { get; init; }

    /// <summary>What started the run, such as <c>SLACK</c> or <c>SETUP_COMMANDS</c>.</summary>
    public string? SourceType { get; init; }

    /// <summary>The pull requests that the run works on.</summary>
    public IReadOnlyList<AgentRunPullRequest> PullRequests
    {
        get => _pullRequests;
        init => _pullRequests = new(value);
    }

    /// <summary>Which run it is and where it stands; nothing of what it was told or came to.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(AgentRun)} {{ Id = {Id}, OrganizationId = {OrganizationId}, State = {State}, CreatedAt = {CreatedAtText} }}");
}
