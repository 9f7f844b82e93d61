using System.Globalization;

namespace ExecutionControl.Client.Codegen;

/// <summary>A GitHub pull request that an agent run works on.</summary>
public sealed record AgentRunPullRequest
{
    /// <summary>Codegen's number of the pull request; <see langword="null"/> where the service gave none that can be read.</summary>
    public long? Id { get; init; }

    /// <summary>The pull request's title.</summary>
    public string? Title { get; init; }

    /// <summary>The pull request's address.</summary>
    public string? Url { get; init; }

    /// <summary>The name of the branch that it would merge.</summary>
    public string? HeadBranchName { get; init; }

    /// <summary>Which pull request it is, without its title.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(AgentRunPullRequest)} {{ Id = {Id}, Url = {Url} }}");
}
