using System.Globalization;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Items;

/// <summary>One of Codegen's agent runs; numbers that are ids are text.</summary>
internal sealed record AgentRunDocument : ItemDocument
{
    /// <summary>The id as text.</summary>
    public required string Id { get; init; }

    /// <summary>The organization's number as text.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The status as the service writes it.</summary>
    public required string Status { get; init; }

    /// <summary>Whether nothing follows this status.</summary>
    public required bool Final { get; init; }

    /// <summary>When the run was created, as the service writes it.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>What started it, in the service's words.</summary>
    public string? SourceType { get; init; }

    /// <summary>What it is about.</summary>
    public string? Summary { get; init; }

    /// <summary>What it came to.</summary>
    public string? Result { get; init; }

    /// <summary>Where people look at it.</summary>
    public string? WebUrl { get; init; }

    /// <summary>The pull requests that it works on.</summary>
    public required IReadOnlyList<PullRequestDocument> PullRequests { get; init; }

    public static AgentRunDocument Of(AgentRun run) => new()
    {
        Id = run.Id.ToString(CultureInfo.InvariantCulture),
        OrganizationId = run.OrganizationId.ToString(CultureInfo.InvariantCulture),
        Status = run.State.Value,
        Final = run.State.IsFinal,
        CreatedAt = run.CreatedAtText,
        SourceType = run.SourceType,
        Summary = run.Summary,
        Result = run.Result,
        WebUrl = run.WebUrl,
        PullRequests = [.. run.PullRequests.Select(request => new PullRequestDocument(
            request.Id?.ToString(CultureInfo.InvariantCulture), request.Title, request.Url, request.HeadBranchName))],
    };
}

/// <summary>A pull request that an agent run works on.</summary>
/// <param name="Id">Its id as text.</param>
/// <param name="Title">Its title.</param>
/// <param name="Url">Where it is.</param>
/// <param name="HeadBranchName">Its branch.</param>
internal sealed record PullRequestDocument(string? Id, string? Title, string? Url, string? HeadBranchName);
