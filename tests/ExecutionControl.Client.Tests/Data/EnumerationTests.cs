using System.Text.Json;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Data;

public sealed class EnumerationTests
{
    public static TheoryData<Type> Enumerations { get; } = [.. PublicTypes.All.Where(static type => type.IsEnum)];

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Default_OfEveryEnumeration_SaysNothing(Type enumeration)
    {
        var name = Enum.GetName(enumeration, 0);

        Assert.True(name is "Unknown" or "None", $"The default of {enumeration.Name} is {name}.");
    }

    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Json_OfEveryEnumeration_IsTheName(Type enumeration)
    {
        foreach (var value in Enum.GetValues(enumeration))
        {
            var json = JsonSerializer.Serialize(value, enumeration);

            Assert.Equal($"\"{value}\"", json);
            Assert.Equal(value, JsonSerializer.Deserialize(json, enumeration));
        }
    }

    /// <summary>A number that was kept by another version, or by a hand that counted, would be taken for something else.</summary>
    [Theory]
    [MemberData(nameof(Enumerations))]
    public void Json_NumberOrForeignName_IsRefused(Type enumeration)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("1", enumeration));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("\"1\"", enumeration));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("\"Perhaps\"", enumeration));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("null", enumeration));
    }

    [Theory]
    [InlineData(PausedExecutionDecision.None)]
    [InlineData((PausedExecutionDecision)7)]
    public async Task Decision_Missing_IsRefusedBeforeAnythingIsSent(PausedExecutionDecision decision)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"pausedCount":1,"erroredCount":0}"""));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());

        var resolve = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ResolvePausedExecutionsAsync("aut_1", decision));
        var clear = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ClearCircuitBreakerAsync("aut_1", decision));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Requests.ResolvePausedExecutionsAsync("aut_1", decision));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.Requests.ClearCircuitBreakerAsync("aut_1", decision));

        Assert.Equal(("decision", "decision"), (resolve.ParamName, clear.ParamName));
        Assert.Contains("Nothing was sent.", resolve.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }
}
