namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>One difference between what a service publishes and our specification.</summary>
/// <param name="Meaning">What it means for the client.</param>
/// <param name="Change">What happened at the service.</param>
/// <param name="Where">The operation, and the part of it.</param>
/// <param name="What">What it was and is, and why that matters.</param>
internal sealed record Finding(Meaning Meaning, Change Change, string Where, string What);
