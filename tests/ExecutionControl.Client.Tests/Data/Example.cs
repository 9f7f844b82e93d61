using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace ExecutionControl.Client.Tests.Data;

/// <summary>Values of public types in which everything that can be set is set, each to a value of its own.</summary>
internal static class Example
{
    /// <summary>Makes a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="name">What it is called where it is held: texts hold it, so that they can be found again.</param>
    public static object Of(Type type, string name = "value") => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } underlying => Of(underlying, name),
        _ when type == typeof(string) => TextOf(name),
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) || type == typeof(long) => Convert.ChangeType(Number(name), type, CultureInfo.InvariantCulture),
        _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(Number(name)),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(Number(name)),
        { IsEnum: true } => Enum.GetValues(type).GetValue(1)!,
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => ListOf(type.GetGenericArguments()[0], name),
        _ when PublicTypes.States.Contains(type) => Activator.CreateInstance(type, TextOf(name))!,
        _ when PublicTypes.IsRecord(type) => RecordOf(type),
        _ => throw new NotSupportedException($"{type} in {name} is a kind of data that nothing is known about: say how an example of it is made."),
    };

    public static string TextOf(string name) => $"<{name}>";

    /// <summary>What of a record is data: everything that can be set but what JSON leaves out.</summary>
    public static IEnumerable<PropertyInfo> PropertiesOf(Type record) => record.GetProperties()
        .Where(static property => property.CanWrite && property.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static object RecordOf(Type type)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var property in PropertiesOf(type))
        {
            property.SetValue(record, Of(property.PropertyType, property.Name));
        }

        return record;
    }

    private static IList ListOf(Type item, string name)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        list.Add(Of(item, name));
        list.Add(Of(item, name));
        return list;
    }

    private static int Number(string name) => 1000 + name.Sum(static letter => letter);
}
