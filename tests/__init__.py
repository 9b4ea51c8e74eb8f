"""Tests of Redress."""
