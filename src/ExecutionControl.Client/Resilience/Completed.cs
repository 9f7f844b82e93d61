namespace ExecutionControl.Client.Resilience;

/// <summary>A call that was settled by a success answer or by a look at the target.</summary>
internal readonly record struct Completed<T>(T Value, int Attempts, bool HadUnclearAttempt, string? RequestId, DateTimeOffset? AnsweredAt);
