using System.Text.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Cli.Credentials;

/// <summary>How the programs that keep secrets are understood.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CredentialProcess.Answer))]
[JsonSerializable(typeof(CredentialHelper.Entry))]
internal sealed partial class CredentialJsonContext : JsonSerializerContext;
