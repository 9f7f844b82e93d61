using System.Globalization;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>
/// How much more than by default the tests with many cases do: the environment variable EXECUTIONCONTROL_TEST_SCALE, a positive
/// integer, multiplies their sizes. Without it they are small enough for every run.
/// </summary>
internal static class TestScale
{
    private const string Variable = "EXECUTIONCONTROL_TEST_SCALE";

    internal static int Times(int count)
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(text))
        {
            return count;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor > 0
            ? checked(count * factor)
            : throw new InvalidOperationException($"{Variable} must be a positive integer.");
    }
}
