using System.Globalization;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Items;

/// <summary>One of Codegen's agent runs; numbers that are ids are text.</summary>
internal sealed record AgentRunDocument : ItemDocument
{
    public required string Id { get; init; }

    public required string OrganizationId { get; init; }

    public required string Status { get; init; }

    /// <summary>Whether nothing follows this status.</summary>
    public required bool Final { get; init; }

    /// <summary>When the run was created, as the service writes it.</summary>
    public string? CreatedAt { get; init; }

    public string? SourceType { get; init; }

    public string? Summary { get; init; }

    public string? Result { get; init; }

    public string? WebUrl { get; init; }

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
internal sealed record PullRequestDocument(string? Id, string? Title, string? Url, string? HeadBranchName);
