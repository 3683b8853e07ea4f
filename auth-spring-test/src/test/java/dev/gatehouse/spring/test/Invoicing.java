package dev.gatehouse.spring.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application whose tests use the annotation. */
@SpringBootApplication
class Invoicing {}
