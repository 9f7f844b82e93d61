using System.Globalization;
using System.Text.Json;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Client.Tests.Data;

public sealed class StateTests
{
    /// <summary>Texts that a service might write one day, and some that none should.</summary>
    private static readonly string[] _texts = ["running", "RUNNING", "some_new_state", "", "\"quoted\" and \\", "line\nbreak", "ü €", "\u202Edrawkcab"];

    public static TheoryData<Type> States { get; } = [.. PublicTypes.States];

    [Fact]
    public void States_Of_AllThreeServices_AreFound() =>
        Assert.Equal([typeof(AgentRunState), typeof(AutomationExecutionState), typeof(KubiyaExecutionState)], PublicTypes.States.OrderBy(state => state.Name));

    [Theory]
    [MemberData(nameof(States))]
    public void Json_OfAnyText_IsTheTextAndReadAgain(Type state)
    {
        foreach (var text in _texts)
        {
            var value = Activator.CreateInstance(state, text)!;

            var json = JsonSerializer.Serialize(value, state);

            Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
            Assert.Equal(text, JsonSerializer.Deserialize(json, state)!.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Json_OfTheDefault_IsEmptyAndTheDefaultAgain(Type state)
    {
        var none = Activator.CreateInstance(state)!;

        Assert.Equal("\"\"", JsonSerializer.Serialize(none, state));
        Assert.Equal(none, JsonSerializer.Deserialize("\"\"", state));
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Json_OfNoText_IsRefused(Type state)
    {
        foreach (var json in (string[])["null", "1", "true", "{}", "[]", """{"Value":"running"}""", "\"\\ud800\""])
        {
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, state));
        }
    }

    [Fact]
    public void Json_AsAPropertyName_IsTheText()
    {
        var counts = new Dictionary<KubiyaExecutionState, int> { [KubiyaExecutionState.Running] = 3, [new("some_new_state")] = 1 };

        var json = JsonSerializer.Serialize(counts);

        Assert.Equal("""{"running":3,"some_new_state":1}""", json);
        Assert.Equal(counts, JsonSerializer.Deserialize<Dictionary<KubiyaExecutionState, int>>(json));
    }

    [Fact]
    public void Json_OfANullableState_KnowsNull()
    {
        Assert.Equal("null", JsonSerializer.Serialize<AgentRunState?>(null));
        Assert.Null(JsonSerializer.Deserialize<AgentRunState?>("null"));
    }

    /// <summary>Loggers, formatted texts and query strings show the text.</summary>
    [Fact]
    public void ToString_InAnyPlace_IsTheText()
    {
        Assert.Equal("paused", KubiyaExecutionState.Paused.ToString());
        Assert.Equal("it is paused", string.Create(CultureInfo.InvariantCulture, $"it is {KubiyaExecutionState.Paused}"));
        Assert.Equal(string.Empty, default(AgentRunState).ToString());
    }

    [Fact]
    public void Parse_AnyText_IsAState()
    {
        Assert.Equal(AutomationExecutionState.Done, AutomationExecutionState.Parse("automation_execution_state_done", CultureInfo.InvariantCulture));
        Assert.True(KubiyaExecutionState.TryParse("", provider: null, out var empty));
        Assert.Equal(default, empty);
        Assert.False(AgentRunState.TryParse(null, provider: null, out _));
    }
}
