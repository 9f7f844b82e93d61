namespace ExecutionControl.Client.Codegen;

/// <summary>One run of a Codegen agent.</summary>
public sealed record AgentRun
{
    /// <summary>The run's number.</summary>
    public required long Id { get; init; }

    /// <summary>The organization that the run belongs to.</summary>
    public required long OrganizationId { get; init; }

    /// <summary>Where the run stands.</summary>
    public AgentRunState State { get; init; }

    /// <summary>When the run was created, as the service writes it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>Where a person can see the run.</summary>
    public string? WebUrl { get; init; }

    /// <summary>What the run came to; <see langword="null"/> while it works.</summary>
    public string? Result { get; init; }

    /// <summary>What the run was about, in a sentence or two.</summary>
    public string? Summary { get; init; }

    /// <summary>What started the run, such as <c>SLACK</c> or <c>SETUP_COMMANDS</c>.</summary>
    public string? SourceType { get; init; }

    /// <summary>The pull requests that the run works on.</summary>
    public IReadOnlyList<AgentRunPullRequest> PullRequests { get; init; } = [];
}
