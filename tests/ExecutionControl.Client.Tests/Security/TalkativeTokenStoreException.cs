namespace ExecutionControl.Client.Tests.Security;

/// <summary>What <see cref="TalkativeTokenStore"/> complains with.</summary>
internal sealed class TalkativeTokenStoreException(string message) : Exception(message);
