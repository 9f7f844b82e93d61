namespace ExecutionControl.Client.Authentication;

/// <summary>Keeps a credential from smuggling anything into a header.</summary>
internal static class HeaderValue
{
    /// <summary>Returns the value if it is visible ASCII without a space; never repeats it in the error.</summary>
    public static string Require(string? value, string parameterName)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new ArgumentException("The token is empty.", parameterName);
        }

        foreach (var character in value)
        {
            if (character is <= ' ' or >= '\x7f')
            {
                throw new ArgumentException("The token holds a space, a line break or another character that no token has.", parameterName);
            }
        }

        return value;
    }
}
