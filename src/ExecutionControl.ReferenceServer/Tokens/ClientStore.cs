using ExecutionControl.Reference.State;
using Microsoft.Data.Sqlite;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The clients that were added to the first one. Only their public keys are kept.</summary>
internal static class ClientStore
{
    private const string Fits = "name = $name AND suffix = $suffix";

    public static void Add(StateSession session, RegisteredClient client) => session.Execute(
        "INSERT INTO clients (name, suffix, tenant, key_id, public_key) VALUES ($name, $suffix, $tenant, $key, $public)",
        ("$name", client.Name), ("$suffix", client.Suffix), ("$tenant", client.Tenant), ("$key", client.KeyId), ("$public", client.PublicKey));

    /// <summary>The clients of a name and suffix, of whatever tenant.</summary>
    public static List<RegisteredClient> Named(StateSession session, string name, string suffix) => session.Query(
        $"SELECT name, suffix, tenant, key_id, public_key FROM clients WHERE {Fits}", Read, ("$name", name), ("$suffix", suffix));

    public static bool Remove(StateSession session, RegisteredClient client) => session.Execute(
        $"DELETE FROM clients WHERE {Fits} AND tenant IS $tenant", ("$name", client.Name), ("$suffix", client.Suffix), ("$tenant", client.Tenant)) > 0;

    private static RegisteredClient Read(SqliteDataReader row) =>
        new(row.Text("name"), row.Text("suffix"), row.Text("key_id"), row.Bytes("public_key"), row.OptionalText("tenant"));
}
