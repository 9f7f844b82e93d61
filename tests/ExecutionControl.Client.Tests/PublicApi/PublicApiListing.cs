using System.Globalization;
using System.Reflection;
using System.Text;

namespace ExecutionControl.Client.Tests.PublicApi;

/// <summary>
/// Writes down what an assembly offers to others, a line for each member, in a fixed order. Own code: neither
/// PublicApiGenerator nor the PublicApiAnalyzers can be restored.
/// </summary>
internal static class PublicApiListing
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly NullabilityInfoContext _nullability = new();

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (var line in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        var parents = new[] { type.BaseType }.Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
            .Where(parent => parent is { IsVisible: true } && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum) && !type.IsEnum)
            .Select(parent => Name(parent!));
        return $"{kind} {type.Namespace}.{Name(type)}{(parents.Any() ? " : " + string.Join(", ", parents) : string.Empty)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"));
        }

        var constructors = type.GetConstructors(Declared).Where(IsOffered).Select(constructor => $"{Access(constructor)}ctor({Parameters(constructor)})");
        var fields = type.GetFields(Declared).Where(field => field.IsPublic).Select(field => $"const {Name(field.FieldType)} {field.Name} = {field.GetRawConstantValue()}");
        var properties = type.GetProperties(Declared).Where(property => property.GetMethod is { } get && IsOffered(get)).Select(Property);
        var methods = type.GetMethods(Declared).Where(method => IsOffered(method) && !IsAccessor(method) && !method.Name.Contains('<', StringComparison.Ordinal)).Select(Method);
        return constructors.Concat(fields).Concat(properties).Concat(methods);
    }

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Property(PropertyInfo property)
    {
        var required = property.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "RequiredMemberAttribute") ? "required " : string.Empty;
        var set = property.SetMethod is { } setter && IsOffered(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") ? " init;" : " set;"
            : string.Empty;
        return $"{Access(property.GetMethod!)}{required}{Nullable(property.PropertyType, _nullability.Create(property))} {property.Name} {{ get;{set} }}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : string.Empty;
        return $"{Access(method)}{Nullable(method.ReturnType, _nullability.Create(method.ReturnParameter))} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Access(MethodBase method) =>
        (method.IsPublic ? string.Empty : "protected ")
        + (method.IsStatic ? "static " : string.Empty)
        + (method is { IsAbstract: true } ? "abstract " : method is { IsVirtual: true, IsFinal: false } and MethodInfo info
            ? info.GetBaseDefinition() == info ? "virtual " : "override "
            : string.Empty);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Nullable(parameter.ParameterType, _nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : string.Empty)}"));

    private static string Nullable(Type type, NullabilityInfo nullability) =>
        Name(type) + (!type.IsValueType && nullability.ReadState == NullabilityState.Nullable ? "?" : string.Empty);

    private static string Name(Type type) => type switch
    {
        { IsArray: true } => Name(type.GetElementType()!) + "[]",
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Nullable<>) => Name(type.GetGenericArguments()[0]) + "?",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.Name,
    };
}
