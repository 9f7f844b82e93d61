namespace ExecutionControl.Client.Codegen;

/// <summary>What may go to an agent with a prompt.</summary>
public sealed class ResumeAgentRunOptions
{
    /// <summary>Images for the agent, each a data URI with base64 content. Default none.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];
}
