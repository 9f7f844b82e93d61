namespace ExecutionControl.Testing.Processes;

/// <summary>A program that a test needs cannot be started; the message says what to install.</summary>
internal sealed class ProgramUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
