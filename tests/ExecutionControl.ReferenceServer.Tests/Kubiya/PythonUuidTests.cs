using ExecutionControl.Reference.Kubiya;

namespace ExecutionControl.Reference.Tests.Kubiya;

public sealed class PythonUuidTests
{
    // Each was given to uuid.UUID of Python 3.
    [Theory]
    [InlineData("12345678-1234-5678-1234-567812345678")]
    [InlineData("12345678123456781234567812345678")]
    [InlineData("{12345678-1234-5678-1234-567812345678}")]
    [InlineData("}}12345678-1234-5678-1234-567812345678{{")]
    [InlineData("urn:uuid:12345678-1234-5678-1234-567812345678")]
    [InlineData("uuid:12345678urn:123456781234567812345678")]
    [InlineData("--1234567812345678123456781234567-8")]
    public void Read_WhatPythonReads_IsTheSame(string text)
    {
        Assert.Equal(Guid.Parse("12345678-1234-5678-1234-567812345678"), PythonUuid.Read(text, out var fault));
        Assert.Equal("", fault);
    }

    [Theory]
    [InlineData("0x345678123456781234567812345678", "00345678-1234-5678-1234-567812345678")]
    [InlineData("+2345678123456781234567812345678", "02345678-1234-5678-1234-567812345678")]
    [InlineData(" 2345678123456781234567812345678", "02345678-1234-5678-1234-567812345678")]
    [InlineData("1_345678123456781234567812345678", "01345678-1234-5678-1234-567812345678")]
    [InlineData("ABCDEFabcdef12345678123456781234", "abcdefab-cdef-1234-5678-123456781234")]
    public void Read_OddNumbersOfPython_AreRead(string text, string expected)
    {
        var read = PythonUuid.Read(text, out var fault);
        Assert.Equal("", fault);
        Assert.Equal(expected, read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("(12345678-1234-5678-1234-567812345678)")]
    [InlineData("12345678-1234-5678-1234-56781234567")]
    [InlineData("12345678-1234-5678-1234-5678123456789")]
    public void Read_WrongLength_IsBadlyFormed(string text)
    {
        PythonUuid.Read(text, out var fault);
        Assert.Equal("badly formed hexadecimal UUID string", fault);
    }

    [Theory]
    [InlineData("g2345678123456781234567812345678")]
    [InlineData("_2345678123456781234567812345678")]
    [InlineData("1__45678123456781234567812345678")]
    [InlineData("1234567812345678123456781234567_")]
    public void Read_NoHexadecimal_IsNoLiteral(string text)
    {
        PythonUuid.Read(text, out var fault);
        Assert.Equal($"invalid literal for int() with base 16: '{text}'", fault);
    }
}
