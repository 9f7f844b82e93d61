namespace ExecutionControl.Client.Codegen;

/// <summary>Which agents on a pull request are meant, in Codegen's order of cards; by default all.</summary>
public sealed class PullRequestChecksOptions
{
    /// <summary>Only agents before this card; <see langword="null"/>, the default, for no limit.</summary>
    public string? BeforeCardOrderId { get; init; }

    /// <summary>Only agents after this card; <see langword="null"/>, the default, for no limit.</summary>
    public string? AfterCardOrderId { get; init; }
}
