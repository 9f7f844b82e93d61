using System.Text;
using ExecutionControl.Client.Http;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>Each way in which a model can ask for a value: what is not what it should be is nothing, and never an exception.</summary>
public sealed class AnswerParseNodeTests
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "7", "-7", "300", "-200", "1.5", "5000000000", "1e400", "\"\"", "\"7\"", "\"no\"", "[7]", "{\"a\":7}",
        "\"2026-03-01T12:00:00\"", "\"2026-03-01T12:00:00+02:00\"", "\"2026-03-01\"", "\"12:30:15\"", "\"11111111-1111-4111-8111-111111111111\"", "\"AQI=\"", "\"monday\"",
    ];

    [Fact]
    public void GetValue_EveryKindOfEveryValue_IsTheValueOrNothing()
    {
        var moment = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        AssertReads(node => node.GetStringValue(), ("true", "true"), ("false", "false"), ("7", "7"), ("-7", "-7"), ("300", "300"), ("-200", "-200"), ("1.5", "1.5"), ("5000000000", "5000000000"), ("1e400", "1e400"), ("[7]", "[7]"), ("{\"a\":7}", "{\"a\":7}"), ("\"\"", ""), ("\"7\"", "7"), ("\"no\"", "no"), ("\"2026-03-01T12:00:00\"", "2026-03-01T12:00:00"), ("\"2026-03-01T12:00:00+02:00\"", "2026-03-01T12:00:00+02:00"), ("\"2026-03-01\"", "2026-03-01"), ("\"12:30:15\"", "12:30:15"), ("\"11111111-1111-4111-8111-111111111111\"", "11111111-1111-4111-8111-111111111111"), ("\"AQI=\"", "AQI="), ("\"monday\"", "monday"));
        AssertReads(node => node.GetBoolValue(), ("true", true), ("false", false));
        AssertReads(node => node.GetLongValue(), ("7", 7L), ("-7", -7L), ("300", 300L), ("-200", -200L), ("5000000000", 5000000000L), ("\"7\"", 7L));
        AssertReads(node => node.GetIntValue(), ("7", 7), ("-7", -7), ("300", 300), ("-200", -200), ("\"7\"", 7));
        AssertReads(node => node.GetByteValue(), ("7", (byte)7), ("\"7\"", (byte)7));
        AssertReads(node => node.GetSbyteValue(), ("7", (sbyte)7), ("-7", (sbyte)-7), ("\"7\"", (sbyte)7));
        AssertReads(node => node.GetDoubleValue(), ("7", 7d), ("-7", -7d), ("300", 300d), ("-200", -200d), ("1.5", 1.5), ("5000000000", 5e9), ("1e400", double.PositiveInfinity));
        AssertReads(node => node.GetFloatValue(), ("7", 7f), ("-7", -7f), ("300", 300f), ("-200", -200f), ("1.5", 1.5f), ("5000000000", 5e9f), ("1e400", float.PositiveInfinity));
        AssertReads(node => node.GetDecimalValue(), ("7", 7m), ("-7", -7m), ("300", 300m), ("-200", -200m), ("1.5", 1.5m), ("5000000000", 5000000000m));
        AssertReads(node => node.GetGuidValue(), ("\"11111111-1111-4111-8111-111111111111\"", Guid.Parse("11111111-1111-4111-8111-111111111111")));
        AssertReads(node => node.GetTimeSpanValue(), ("\"7\"", TimeSpan.FromDays(7)), ("\"12:30:15\"", new TimeSpan(12, 30, 15)));
        AssertReads(node => node.GetEnumValue<DayOfWeek>(), ("\"7\"", (DayOfWeek)7), ("\"monday\"", DayOfWeek.Monday));
        Assert.Equal(moment, Node("\"2026-03-01T12:00:00\"").GetDateTimeOffsetValue());
        Assert.Equal(moment.AddHours(-2), Node("\"2026-03-01T12:00:00+02:00\"").GetDateTimeOffsetValue());
        Assert.Equal(new Date(2026, 3, 1).ToString(), Node("\"2026-03-01\"").GetDateValue()?.ToString());
        Assert.Equal(new Microsoft.Kiota.Abstractions.Time(12, 30, 15).ToString(), Node("\"12:30:15\"").GetTimeValue()?.ToString());
        Assert.Equal([1, 2], Node("\"AQI=\"").GetByteArrayValue());
        foreach (var value in (string[])["null", "true", "7", "\"no\"", "[7]", "{\"a\":7}"])
        {
            Assert.Null(Node(value).GetDateTimeOffsetValue());
            Assert.Null(Node(value).GetDateValue());
            Assert.Null(Node(value).GetTimeValue());
            Assert.Null(Node(value).GetByteArrayValue());
        }
    }

    [Theory]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483649", null)]
    [InlineData("2147483648", null)]
    public void GetIntValue_AtItsBounds_IsReadOrNothing(string number, int? expected) => Assert.Equal(expected, Node(number).GetIntValue());

    [Theory]
    [InlineData("0", (byte)0, (sbyte)0)]
    [InlineData("127", (byte)127, (sbyte)127)]
    [InlineData("128", (byte)128, null)]
    [InlineData("255", (byte)255, null)]
    [InlineData("256", null, null)]
    [InlineData("-1", null, (sbyte)-1)]
    [InlineData("-128", null, (sbyte)-128)]
    [InlineData("-129", null, null)]
    public void GetByteValue_AtItsBounds_IsReadOrNothing(string number, byte? asByte, sbyte? asSbyte) =>
        Assert.Equal((asByte, asSbyte), (Node(number).GetByteValue(), Node(number).GetSbyteValue()));

    [Fact]
    public void GetStringValue_ListThatIsLong_IsCut() =>
        Assert.Equal(257, Node($"[{string.Join(',', Enumerable.Repeat("1", 200))}]").GetStringValue()!.Length);

    [Fact]
    public void GetChildNode_ObjectOrNot_IsTheFieldOrNothing()
    {
        Assert.Equal(7, Node("{\"a\":7}").GetChildNode("a")!.GetIntValue());
        Assert.Null(Node("{\"a\":7}").GetChildNode("b"));
        Assert.Null(Node("[7]").GetChildNode("a"));
    }

    [Fact]
    public void GetCollections_ListsAndOthers_AreReadOrEmpty()
    {
        Assert.Equal([DayOfWeek.Monday, null], Node("[\"monday\",7]").GetCollectionOfEnumValues<DayOfWeek>());
        Assert.Empty(Node("\"monday\"").GetCollectionOfEnumValues<DayOfWeek>());
        Assert.Equal(["a", "7"], Node("[\"a\",null,7]").GetCollectionOfPrimitiveValues<string>());
        Assert.Empty(Node("\"a\"").GetCollectionOfPrimitiveValues<string>());
        Assert.Empty(Node("[7]").GetCollectionOfPrimitiveValues<int>());
        Assert.Equal(["a", null, null], Node("[{\"name\":\"a\"},null,7]").GetCollectionOfObjectValues(Named.Create).Select(named => named.Name));
        Assert.Empty(Node("null").GetCollectionOfObjectValues(Named.Create));
        Assert.Null(Node("7").GetCollectionOfObjectValues(Named.Create));
        Assert.Null(Node("{}").GetCollectionOfObjectValues(Named.Create));
    }

    [Fact]
    public void GetObjectValue_Object_HasItsFieldsAndTheTextsThatTheModelDoesNotKnow()
    {
        var assigned = new List<string>();
        var node = Node("""{"name":"a","other":"b","number":7,"list":[1],"other":"b","odd":"c","odd":"d"}""");
        node.OnBeforeAssignFieldValues = value => assigned.Add($"before {((Named)value).Name}");
        node.OnAfterAssignFieldValues = value => assigned.Add($"after {((Named)value).Name}");

        var named = node.GetObjectValue(Named.Create);

        Assert.Equal("a", named.Name);
        Assert.Equal("b", Assert.Single(named.AdditionalData, field => field.Key == "other").Value);
        Assert.Equal(["other"], named.AdditionalData.Keys);
        Assert.Equal(["before ", "after a"], assigned);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    public void GetObjectValue_NoObject_IsRefusedUnlessItIsNull(string text)
    {
        if (text == "null")
        {
            Assert.Null(Node(text).GetObjectValue(Named.Create));
        }
        else
        {
            Assert.Equal("the answer, or a part of it, is no JSON object", Assert.Throws<UnreadableAnswerException>(() => Node(text).GetObjectValue(Named.Create)).Message);
        }
    }

    [Theory]
    [InlineData("""{"name":"a","name":"a"}""", "a")]
    [InlineData("""{"name":"a","name":"b"}""", null)]
    [InlineData("""{"name":"7","name":7}""", null)]
    [InlineData("""{"name":"a","name":"b","name":"b"}""", null)]
    public void GetObjectValue_FieldTwice_IsBelievedOnlyWhereBothSayTheSame(string text, string? name) => Assert.Equal(name, Node(text).GetObjectValue(Named.Create).Name);

    [Theory]
    [InlineData("""{"name":{},"name":null}""", true)]
    [InlineData("""{"name":null,"name":{}}""", true)]
    [InlineData("""{"name":{"a":1},"name":{"a":2}}""", true)]
    [InlineData("""{"name":{},"name":{}}""", false)]
    [InlineData("""{"other":{},"other":null}""", false)]
    public void GetObjectValue_ObjectAndSomethingElseInOneFieldOfTheModel_IsRefused(string text, bool isRefused)
    {
        var exception = Record.Exception(() => Node(text).GetObjectValue(Named.Create));

        Assert.Equal(isRefused ? "the answer contradicts itself" : null, (exception as UnreadableAnswerException)?.Message);
        Assert.Equal(isRefused, exception is not null);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" \t\r\n{ }", true)]
    [InlineData("[]", false)]
    [InlineData("\"{}\"", false)]
    [InlineData("null", false)]
    public void RequireObject_Answer_IsAnObjectOrRefused(string text, bool isObject)
    {
        var exception = Record.Exception(Node(text).RequireObject);

        Assert.Equal(isObject ? null : "the answer is no JSON object", (exception as UnreadableAnswerException)?.Message);
        Assert.Equal(isObject, exception is null);
    }

    [Theory]
    [InlineData("\u000b{}")]
    [InlineData("{")]
    [InlineData("<html>")]
    public void Parse_NoJson_IsRefused(string text) => Assert.Equal(
        "the answer could not be read: it is no JSON",
        Assert.Throws<UnreadableAnswerException>(() => AnswerParseNode.Parse(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void GetObjectValue_WithoutAModel_HoldsItsScalarFields()
    {
        var value = Assert.IsType<UntypedObject>(Node("""{"t":"x","n":1.50,"y":true,"f":false,"z":null,"l":[1],"o":{"a":1},"d":1,"d":2}""").GetObjectValue(UntypedNode.CreateFromDiscriminatorValue)).GetValue();

        Assert.Equal(("x", "1.50"), (((UntypedString)value["t"]).GetValue(), ((UntypedString)value["n"]).GetValue()));
        Assert.Equal((true, false), (((UntypedBoolean)value["y"]).GetValue(), ((UntypedBoolean)value["f"]).GetValue()));
        Assert.All((string[])["z", "l", "o", "d"], name => Assert.IsType<UntypedNull>(value[name]));
        Assert.Empty(Assert.IsType<UntypedArray>(Node("[1]").GetObjectValue(UntypedNode.CreateFromDiscriminatorValue)).GetValue());
        Assert.Equal("x", Assert.IsType<UntypedString>(Node("\"x\"").GetObjectValue(UntypedNode.CreateFromDiscriminatorValue)).GetValue());
    }

    private static AnswerParseNode Node(string json) => new(JsonText.Parse(Encoding.UTF8.GetBytes(json)));

    /// <summary>Of all the values only these are something, and this.</summary>
    private static void AssertReads(Func<IParseNode, object?> read, params (string Text, object Value)[] expected)
    {
        foreach (var value in Values)
        {
            Assert.Equal((value, expected.FirstOrDefault(pair => pair.Text == value).Value), (value, read(Node(value))));
        }
    }

    private sealed class Named : IParsable, IAdditionalDataHolder
    {
        public string? Name { get; private set; }

        public IDictionary<string, object> AdditionalData { get; set; } = new Dictionary<string, object>(StringComparer.Ordinal);

        public static Named Create(IParseNode node) => new();

        public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
            new Dictionary<string, Action<IParseNode>>(StringComparer.Ordinal) { ["name"] = node => Name = node.GetStringValue() };

        public void Serialize(ISerializationWriter writer) => throw new NotSupportedException();
    }
}
