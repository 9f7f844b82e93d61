namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>The server could not be prepared for a check: that says nothing about the contract.</summary>
internal sealed class SetUpFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
