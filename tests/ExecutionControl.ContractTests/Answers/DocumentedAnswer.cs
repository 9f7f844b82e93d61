namespace ExecutionControl.ContractTests.Answers;

/// <summary>One documented answer of a service: the mapping that gives it, and how it is to be understood.</summary>
/// <param name="Mapping">The name of the mapping file.</param>
/// <param name="Method">The HTTP method of the request that gets the answer.</param>
/// <param name="Path">The path of a request that gets the answer.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Meaning">How the answer is to be understood.</param>
/// <param name="Words">What the service itself says, which has to reach the caller; null when it says nothing that is meant for people.</param>
internal sealed record DocumentedAnswer(string Mapping, HttpMethod Method, string Path, int Status, AnswerMeaning Meaning, string? Words = null)
{
    /// <summary>How long the service asks to wait before the next request.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The service's own number of the request, where it gives one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The state of the target that the answer names.</summary>
    public string? State { get; init; }

    public override string ToString() => Mapping;
}
