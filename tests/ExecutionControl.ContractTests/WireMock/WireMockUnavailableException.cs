namespace ExecutionControl.ContractTests.WireMock;

/// <summary>WireMock could not be installed or started; the message says what to install.</summary>
internal sealed class WireMockUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
